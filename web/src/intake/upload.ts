/** Handing in a file: an address is asked for, and the file is put there. */
import { api, body } from '@/api/client';
import { Problem, unreachable } from '@/api/problems';

/**
 * Hand in a file.
 *
 * @param intended one for each time that somebody hands it in, kept while it is tried again.
 * @param together files handed in with the same one belong together where their names do.
 * @param onProgress told how much of it has arrived, from 0 to 1.
 * @returns the key that it lies under.
 */
export async function upload(
  file: File,
  intended: string,
  together: string,
  onProgress: (part: number) => void,
): Promise<string> {
  const { url, key, content_type } = await body(
    api.POST('/intake/uploads', {
      body: { name: file.name, size: file.size, together },
      headers: { 'Idempotency-Key': intended },
    }),
  );
  await put(url, file, content_type, onProgress);
  return key;
}

/** `fetch` doesn't tell how far sending is; the older way does. The address takes this type and size only. */
function put(
  url: string,
  file: File,
  contentType: string,
  onProgress: (part: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('Content-Type', contentType);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status < 300) resolve();
      else reject(new Problem('unavailable', request.status, 'The store did not take the file.'));
    });
    request.addEventListener('error', () => reject(unreachable(null)));
    request.send(file);
  });
}
