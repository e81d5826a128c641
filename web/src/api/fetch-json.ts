/** The one way to the server for everything but the event stream. */

/** What the server, or the way to it, said instead of an answer. */
export class ApiError extends Error {
  /** 0 when no reply came. */
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/** No reply came at all. */
export function unreachable(): ApiError {
  return new ApiError(
    0,
    'unreachable',
    'The server cannot be reached. It may be stopped or starting; try again in a moment.',
  );
}

/** Told when a reply demands the API key. */
export const keyDemanded = new EventTarget();

/** @throws ApiError with a sentence to show */
export async function fetchJson<Reply>(path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await reach(path, init);
  if (response.status === 204) return undefined as Reply;
  try {
    return (await response.json()) as Reply;
  } catch {
    throw new ApiError(response.status, 'unreadable', "The server's reply cannot be read.");
  }
}

/** A reply with a good status, its body unread. */
export async function reach(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      ...(typeof init.body === 'string' && {
        headers: { 'Content-Type': 'application/json', ...init.headers },
      }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
  if (response.ok) return response;
  const error = await errorOf(response);
  if (response.status === 401) keyDemanded.dispatchEvent(new Event('demand'));
  throw error;
}

async function errorOf(response: Response): Promise<ApiError> {
  return readError(response.status, await response.text().catch(() => ''));
}

/** What a body with an error status says. */
export function readError(status: number, body: string): ApiError {
  const fallback = `The server answered with status ${status}.`;
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string; message?: string } };
    return new ApiError(status, error?.code ?? 'unknown', error?.message ?? fallback);
  } catch {
    return new ApiError(status, 'unknown', fallback);
  }
}
