/** One file on its way to the server, with how much of it has gone: `fetch` does not tell that. */
import type { acceptedFilesSchema } from '../../../src/serve/contract.ts';
import { keyDemanded, readError, unreachable } from './fetch-json.ts';

type Accepted = ReturnType<typeof acceptedFilesSchema.parse>;

/**
 * @param onSent told the share that has gone, 0 to 1
 * @returns the uri that the file is kept under
 * @throws ApiError when it is refused or did not arrive; what `signal` was aborted with
 */
export function sendFile(
  file: File,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append('files', file);
    const sending = new XMLHttpRequest();
    sending.open('POST', '/api/documents');
    sending.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(unreachable());
    sending.onabort = () => reject(signal.reason);
    sending.onload = () => {
      const { status, responseText } = sending;
      if (status === 401) keyDemanded.dispatchEvent(new Event('demand'));
      if (status >= 300) return reject(readError(status, responseText));
      const { accepted } = JSON.parse(responseText) as Accepted;
      resolve(accepted[0]?.uri ?? '');
    };
    signal.addEventListener('abort', () => sending.abort());
    sending.send(form);
  });
}
