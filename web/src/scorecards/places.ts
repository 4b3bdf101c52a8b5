import type { NewContent } from '@/api/schema';

/** A place in a scorecard in words: `/sections/0/questions/1/weight` → "Opening, Recording notice, weight". */
export function placeOf(pointer: string, version: Pick<NewContent, 'sections'>): string {
  const match = /^\/sections\/(\d+)(?:\/questions\/(\d+))?(?:\/(.+))?$/.exec(pointer);
  if (!match) return readable(pointer);
  const section = version.sections[Number(match[1])];
  const question = match[2] === undefined ? undefined : section?.questions[Number(match[2])];
  return [
    section && section.title.trim() !== '' ? section.title : `Section ${Number(match[1]) + 1}`,
    question && (question.text || `Question ${Number(match[2]) + 1}`),
    match[3] && readable(match[3]),
  ]
    .filter(Boolean)
    .join(', ');
}

/** A way through a scorecard in words; what stands in lists is counted from 1, as the fields of the builder count it. */
function readable(pointer: string): string {
  const steps = pointer.replace(/^\//, '').split('/');
  const words = steps
    .map((step, at) => {
      if (/^\d+$/.test(step)) return String(Number(step) + 1);
      return ONE_OF[step] !== undefined && /^\d+$/.test(steps[at + 1] ?? '') ? ONE_OF[step] : step;
    })
    .join(' ')
    .replaceAll('_', ' ');
  return words === '' ? 'Scorecard' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** What one of a list is called. */
const ONE_OF: Partial<Record<string, string>> = {
  options: 'answer',
  channels: 'channel',
  queues: 'queue',
};
