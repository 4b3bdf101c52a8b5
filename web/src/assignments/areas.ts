import type { AreaDraft } from '@/api/schema';

/** What tells areas apart. */
export function keyOf(area: AreaDraft): string {
  const { scorecard_id: card, question_id: question, section_id: section, name } = area;
  return card ? `${card} ${question ?? ''} ${section ?? ''}` : name.trim().toLowerCase();
}

/** What typed words mean: the question or section that is called so, else an area in words. */
export function areaOf(words: string, known: Iterable<AreaDraft>): AreaDraft {
  const name = words.trim();
  for (const each of known) if (each.name.trim().toLowerCase() === name.toLowerCase()) return each;
  return { name };
}

/** The areas with one more; one that is there stays once. */
export function withArea(areas: AreaDraft[], more: AreaDraft): AreaDraft[] {
  return areas.some((each) => keyOf(each) === keyOf(more)) ? areas : [...areas, more];
}

/** The areas with what words turned out to mean in their place, if they stand there still. */
export function inPlaceOf(areas: AreaDraft[], words: AreaDraft, meant: AreaDraft): AreaDraft[] {
  if (!areas.some((each) => keyOf(each) === keyOf(words))) return areas;
  return areas.reduce<AreaDraft[]>(
    (taken, each) => withArea(taken, keyOf(each) === keyOf(words) ? meant : each),
    [],
  );
}
