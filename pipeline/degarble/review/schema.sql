-- A run to review and what people decided on it. Decisions outlive the run: they name findings by keys without a place.

create table run (
    number integer primary key,   -- one more than that of the run before
    record blob not null,    -- how it was made: RunRecord as JSON
    settings blob not null   -- with what its files are read again: Settings as JSON
);

create table files (
    number integer primary key,   -- place in the run, from 0
    id text not null unique,
    path text not null,           -- where the original lies
    sha256 text not null,         -- of its bytes as they were examined
    size integer not null,
    modified integer not null     -- nanoseconds; with the size it tells cheaply that a file may have changed
);

create table documents (
    number integer primary key,
    id text not null unique,
    file integer not null references files (number),
    entry blob not null,   -- its line in the list: reports.sheet.Entry as JSON
    sheet blob not null    -- its text, rows and findings: reports.sheet.Sheet as JSON
);

create index documents_by_file on documents (file);

create table findings (
    document integer not null references documents (number),
    number integer not null,   -- place in the document, from 0, in reading order
    key text not null,
    place text not null,       -- which of the findings with this key, told by the words around it
    rule text not null,
    name text not null,        -- key of its form and the name it stands for, or empty
    kind text not null,
    level text not null,
    severity integer not null,   -- 0 neutral to 3 critical
    score real not null,
    text text not null,
    best text,
    applied integer not null,    -- 1: applied unless somebody decides against it
    words text not null,         -- what a search finds, folded
    status text not null,
    replacement text,            -- what stands there now; null: the text as it was
    primary key (document, number)
) without rowid;

create index findings_by_key on findings (key);
create index findings_by_rule on findings (rule);
create index findings_by_name on findings (name);
-- Walking in an order and counting read these alone: what filters ask for stands in them too.
create index findings_by_weight on findings (severity desc, score desc, document, number, status, level, kind, rule);
create index findings_together on findings (severity desc, rule, key, document, number, status, level, kind, score);
create index findings_in_documents on findings (document, severity, status, level, kind, score);
create index findings_by_status on findings (status);

create table names (
    number integer primary key,
    body blob not null   -- reports.sheet.Name as JSON
);

-- Only ever added to: the last row of a target holds, and one without a judgement takes the one before back.
create table decisions (
    seq integer primary key autoincrement,
    key text not null,                      -- of a finding, `rule:ID`, or `name:` and two folded forms
    scope text not null,                    -- here, document, everywhere
    document text not null default '',
    place text not null default '',
    judgement text not null default '',
    replacement text,
    form text not null default '',
    name text not null default '',
    who text not null default '',
    at text not null default '',
    note text not null default '',
    about text not null default '',
    undoes integer references decisions (seq)
);

create index decisions_by_target on decisions (key, scope, document, place, seq);

-- Originals replaced by repaired files, and where their bytes are kept.
create table replaced (
    path text primary key,
    before text not null,   -- sha256
    after text not null,
    backup text not null
) without rowid;

pragma user_version = 1;
