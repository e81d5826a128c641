/** Title -> `Content-Disposition` of a download. */

/**
 * An attachment with a file name in ASCII letters, digits and hyphens, and beside it (RFC 6266,
 * RFC 8187) one that keeps the title's script: `Was ist λ?` + `md` ->
 * `attachment; filename="Was-ist.md"; filename*=UTF-8''Was%20ist%20%CE%BB.md`.
 */
export function attachmentName(title: string, extension: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  // Separators of paths, characters that Windows forbids, controls and turns of direction.
  const readable = title
    .toWellFormed()
    .replace(/[\\/:*?"<>|\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const encoded = encodeURIComponent(`${readable || 'conversation'}.${extension}`).replace(
    /['()*!]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain || 'conversation'}.${extension}"; filename*=UTF-8''${encoded}`;
}
