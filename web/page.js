// The page: asks, shows the answer with its citations, opens a source at the cited sentence.
// All text of notes and answers goes in as text nodes, never as markup.
const byId = (id) => document.getElementById(id);
const form = byId('form');
const input = byId('question');
const answerBox = byId('answer');
const reader = byId('reader');
const history = [];
let opener = null;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function readJson(path, options) {
  const response = await fetch(path, options);
  const body = await response.json();
  if (!response.ok)
    throw new Error(body.error?.message ?? `The server answered ${response.status}.`);
  return body;
}

function describeMode({ answers, retrievers, model, notices }) {
  const who = answers === 'extractive' ? 'Quotes the notes' : `Written by ${model}`;
  return [`${who}; searched by ${retrievers.join(' and ')}`, ...notices].join(' · ');
}

function citeButton(citation) {
  return element('button', {
    type: 'button',
    className: 'cite',
    textContent: `[${citation.marker}]`,
    title: `${citation.quote}\n— ${citation.headingPath.join(' › ')} (${citation.status})`,
    onclick: (event) => openSource(citation, event.currentTarget),
  });
}

function statementNode(statement, citations) {
  const cited = citations.filter(({ marker }) => statement.citations.includes(marker));
  const node = element(statement.layout === 'item' ? 'li' : 'span', {
    className: `statement ${statement.support}`,
  });
  node.append(`${statement.text} `, ...cited.map(citeButton));
  if (statement.support !== 'supported') {
    node.append(element('span', { className: 'flag', textContent: ` (${statement.support})` }));
  }
  node.append(' ');
  return node;
}

function answeredNodes({ statements, citations }) {
  const nodes = [element('p', { className: 'quiet', textContent: 'From the notes:' })];
  let open = null;
  for (const statement of statements) {
    const kind = { item: 'UL', formula: 'DIV', sentence: 'P' }[statement.layout];
    if (open?.tagName !== kind) {
      open = element(kind.toLowerCase());
      nodes.push(open);
    }
    open.append(statementNode(statement, citations));
  }
  const sources = element('ol');
  for (const citation of citations) {
    const where = `${citation.title} › ${citation.headingPath.at(-1) ?? ''} — ${citation.status}`;
    sources.append(
      element(
        'li',
        {},
        element('button', {
          type: 'button',
          className: 'link',
          textContent: where,
          onclick: (event) => openSource(citation, event.currentTarget),
        }),
      ),
    );
  }
  nodes.push(element('h2', { textContent: 'Sources' }), sources);
  return nodes;
}

function declinedNodes({ text, nearestTopics }) {
  const nodes = [element('p', { textContent: text })];
  if (nearestTopics.length > 0) {
    const list = element('ul');
    for (const topic of nearestTopics) {
      const name = topic.headingPath.join(' › ') || topic.title;
      list.append(
        element(
          'li',
          {},
          element('button', {
            type: 'button',
            className: 'link',
            textContent: name,
            onclick: () => ask(topic.headingPath.at(-1) ?? topic.title),
          }),
        ),
      );
    }
    nodes.push(element('p', { className: 'quiet', textContent: 'Nearest topics:' }), list);
  }
  return nodes;
}

async function ask(question) {
  input.value = question;
  answerBox.replaceChildren(element('p', { className: 'quiet', textContent: 'Searching …' }));
  try {
    const { answer, mode, confidence, trace } = await readJson('/api/chat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question, history: history.slice(-10) }),
    });
    const nodes = answer.status === 'answered' ? answeredNodes(answer) : declinedNodes(answer);
    const made = `confidence ${confidence.toFixed(2)}, ${trace.totalMs.toFixed(0)} ms`;
    answerBox.replaceChildren(...nodes, element('p', { className: 'quiet', textContent: made }));
    byId('mode').textContent = describeMode(mode);
    history.push({ role: 'user', text: question }, { role: 'assistant', text: answer.text });
  } catch (error) {
    const retry = element('button', {
      type: 'button',
      textContent: 'Try again',
      onclick: () => ask(question),
    });
    answerBox.replaceChildren(
      element('p', { className: 'flag', textContent: error.message }),
      retry,
    );
  }
}

async function openSource(citation, from) {
  opener = from;
  let content;
  let heading;
  try {
    const { title, text, contentHash } = await readJson(`/api/documents/${citation.documentId}`);
    const changed = contentHash === citation.contentHash ? '' : ' (the source has changed since)';
    heading = title + changed;
    const mark = element('mark', { textContent: text.slice(citation.start, citation.end) });
    content = [text.slice(0, citation.start), mark, text.slice(citation.end)];
  } catch (error) {
    heading = citation.title;
    content = [element('p', { className: 'flag', textContent: error.message })];
  }
  // A later click may have overtaken this one.
  if (opener !== from) return;
  byId('reader-title').textContent = heading;
  byId('reader-text').replaceChildren(...content);
  reader.hidden = false;
  document.querySelector('main').classList.add('reading');
  byId('reader-text').querySelector('mark')?.scrollIntoView({ block: 'center' });
  byId('reader-title').focus({ preventScroll: true });
}

function closeReader() {
  reader.hidden = true;
  document.querySelector('main').classList.remove('reading');
  opener?.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (input.value.trim() !== '') void ask(input.value.trim());
});
byId('reader-close').addEventListener('click', closeReader);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !reader.hidden) closeReader();
  if (event.key === '/' && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
  }
});

readJson('/api/documents')
  .then(({ documents, mode }) => {
    byId('mode').textContent = `${documents.length} documents. ${describeMode(mode)}`;
  })
  .catch((error) => {
    byId('mode').textContent = error.message;
  });
const asked = new URLSearchParams(location.search).get('q');
if (asked) void ask(asked);
else input.focus();
