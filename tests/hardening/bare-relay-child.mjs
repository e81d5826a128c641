/** The least that a server in Node does which passes a model's stream on: `node:http` and `fetch`. */
import { createServer } from 'node:http';

const [upstream, prompt] = process.argv.slice(2);

const server = createServer(async (request, response) => {
  request.resume();
  const left = new AbortController();
  response.on('close', () => left.abort());
  try {
    const reply = await fetch(`${upstream}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: prompt }] }),
      signal: left.signal,
    });
    const reader = reply.body.getReader();
    left.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      response.write(next.value);
    }
    response.end();
  } catch {
    response.destroy();
  }
});

server.listen(0, '127.0.0.1', () => process.send(server.address().port));
