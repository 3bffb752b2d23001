// Where a page that stands alone has its data from: elements of its own. Another page asks a server the same questions.

/** Read one of the data elements; null when it is not there. */
function readData(id) {
  const node = byId(id);
  return node ? JSON.parse(node.textContent) : null;
}

function readNames() {
  const names = [];
  for (let name = readData("name-0"); name; name = readData(`name-${names.length}`)) names.push(name);
  return names;
}

const source = {
  overview: async () => readData("overview"),
  names: async () => readNames(),
};
