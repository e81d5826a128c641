/** The cookie in which a browser holds a session, where no script reads it. */
import type { IncomingMessage } from 'node:http';
import type { CookieOptions, Request } from 'express';

export const sessionCookie = 'groundwork_session';

/** The first of that exact name. Our own value needs no decoding. */
export function sessionOf({ headers }: IncomingMessage): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.find((pair) => pair.startsWith(`${sessionCookie}=`));
  return own?.slice(sessionCookie.length + 1);
}

/** Secure where the request came by https, as far as a trusted proxy says so. */
export function cookieOptions(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure: request.secure };
}
