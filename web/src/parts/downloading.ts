/** Save a text as a file. */
export function download(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** A CSV as spreadsheets know it: with the mark of UTF-8 before it, which reading it as text has taken away. */
export function downloadCsv(csv: string, name: string): void {
  download(csv.startsWith('\ufeff') ? csv : `\ufeff${csv}`, name, 'text/csv');
}

/** A name as a file may be called: "Voice service" → "voice-service". */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return plain || 'scorecard';
}
