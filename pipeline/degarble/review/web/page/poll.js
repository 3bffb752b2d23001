// What others decide meanwhile: asked for every two seconds while somebody looks.

const PAUSE = 2000;
const poll = { isSilent: false, isAsking: false };

async function lookForNews() {
  if (document.hidden || poll.isAsking || onTheirWay.size) return;
  poll.isAsking = true;
  const { sheet } = focus;
  const query = sheet ? `?document=${sheet.number}` : "";
  try {
    const news = await ask(`/api/since/${run.seq}${query}`);
    setSilent(false);
    if (run.id !== null && news.run !== run.id) return reload();
    run.id = news.run;
    if (news.changed && news.seq > run.seq && !onTheirWay.size) takeNews(sheet, news);
  } catch (error) {
    setSilent(true, error);
  } finally {
    poll.isAsking = false;
  }
  return undefined;
}

/** Show what was decided elsewhere: in another tab, or by somebody else. */
function takeNews(sheet, news) {
  takeRun(news);
  if (sheet && news.stands) {
    sheet.seq = news.seq;
    showStands(sheet, news.stands);
  }
  fillProgress();
  refreshDetails();
  refreshShelf().catch(complain);
  if (!byId("names").hidden) refreshNames();
}

function setSilent(isSilent, error) {
  if (poll.isSilent === isSilent) return;
  poll.isSilent = isSilent;
  byId("notice").hidden = !isSilent;
  byId("notice").textContent = isSilent ? `${error.message} ${error.hint ?? ""}` : "";
  if (!isSilent) say("The review server answers again.");
}

/** Say that there is another run now, and load it; not while somebody writes. */
function reload() {
  const isBusy = byId("own") || document.querySelector("dialog[open]");
  byId("notice").hidden = false;
  byId("notice").textContent =
    `The run was made anew meanwhile. ${isBusy ? "It is loaded when you are done here." : "Loading it …"}`;
  if (!isBusy) setTimeout(() => location.reload(), 1200);
}

function startPoll() {
  setInterval(lookForNews, PAUSE);
  document.addEventListener("visibilitychange", lookForNews);
  lookForNews();
}
