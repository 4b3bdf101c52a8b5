import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '@/api/problems';
import type { Answer, AnswerChange } from '@/api/schema';
import { AnswerQueue } from './answerQueue';
import { NOTHING } from './answers';
import { NONE_PENDING, type Pending, type Saved } from './merging';

const gave = (question_id: string, option_id: string) => ({
  question_id,
  option_id,
  comment: '',
  not_applicable: false,
  quote: null,
  agrees: true,
});

const choose = (option_id: string) => ({ option_id, not_applicable: false });

const answer = (question_id: string, over: Partial<Answer>): Answer => ({
  question_id,
  option_id: null,
  comment: '',
  not_applicable: false,
  answered_by: 'human',
  rationale: '',
  unsupported: false,
  unchecked: false,
  no_opportunity: false,
  quote: null,
  ...over,
});

const by = (answered_by: 'human' | 'ai', question_id: string, option_id: string, comment = '') =>
  answer(question_id, { answered_by, option_id, comment });

/** An API that answers when it is told to. */
function desk() {
  const sent: AnswerChange[] = [];
  const answers: { resolve: () => void; reject: (problem: Problem) => void }[] = [];
  let kept: Pending = NONE_PENDING;
  const none: Saved = { answers: [], comment: '' };
  const queue = new AnswerQueue(
    {
      known: () => none,
      save: (change) => {
        sent.push(change);
        return new Promise((resolve, reject) => answers.push({ resolve: () => resolve(none), reject }));
      },
      reread: () => Promise.resolve(none),
    },
    (pending) => (kept = pending),
  );
  return { sent, answers, queue, kept: () => ({ answers: kept.answers, comment: kept.comment }) };
}

/** The evaluation as the API has it, with revisions; and a queue in a page that read it at first. */
function office(...first: Answer[]) {
  let saved: Saved = { answers: first, comment: '' };
  let revision = 1;
  let kept: Pending = NONE_PENDING;
  let read = { saved, revision };
  let cut: 'before' | 'after' | null = null;
  let between: (() => void) | null = null;
  let saves = 0;
  const write = (change: { answers?: Answer[]; comment?: string }) => {
    const now = new Map(saved.answers.map((each) => [each.question_id, each]));
    for (const each of change.answers ?? []) now.set(each.question_id, each);
    saved = { answers: [...now.values()], comment: change.comment ?? saved.comment };
    revision += 1;
  };
  const gone = () => {
    cut = null;
    throw new Problem('unreachable', 0, '');
  };
  const open = (found?: Pending) =>
    new AnswerQueue(
      {
        known: () => read.saved,
        save: async (change) => {
          await Promise.resolve();
          saves += 1;
          if (cut === 'before') gone();
          between?.();
          if (read.revision !== revision) throw new Problem('stale', 412, 'changed');
          write({
            answers: change.answers.map((each) => answer(each.question_id, { ...each, quote: null })),
            ...(change.comment == null ? {} : { comment: change.comment }),
          });
          if (cut === 'after') gone();
          read = { saved, revision };
          return saved;
        },
        reread: async () => {
          await Promise.resolve();
          read = { saved, revision };
          return saved;
        },
      },
      (pending) => (kept = JSON.parse(JSON.stringify(pending)) as Pending),
      found,
    );
  const queue = open();
  return {
    queue,
    write,
    /** What the page learns by reading anew. */
    look: () => {
      read = { saved, revision };
      queue.learn(saved);
    },
    cutNetwork: (when: 'before' | 'after') => (cut = when),
    /** Do this between each time that a save is on its way. */
    eachTime: (act: () => void) => (between = act),
    saves: () => saves,
    /** The page is loaded anew: what was kept is all there is. */
    reload: () => {
      read = { saved, revision };
      return open(kept);
    },
    saved: (id: string) => saved.answers.find((each) => each.question_id === id),
    comment: () => saved.comment,
  };
}

const soon = () => vi.advanceTimersByTimeAsync(5000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('answers given while a save runs go with the next one, never beside it', async () => {
  const { sent, answers, queue, kept } = desk();
  queue.give('q1', choose('yes'));
  await vi.advanceTimersByTimeAsync(200);
  queue.give('q2', choose('no'));
  queue.give('q1', choose('no'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toHaveLength(1);
  answers[0]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent[1]?.answers).toEqual([gave('q1', 'no'), gave('q2', 'no')]);
  answers[1]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.current().saving).toBe('saved');
  expect(kept()).toEqual(NOTHING);
});

test('a busy API is asked again after the time it named, and nothing is lost', async () => {
  const { sent, answers, queue, kept } = desk();
  queue.give('q1', choose('yes'));
  await vi.advanceTimersByTimeAsync(200);
  answers[0]?.reject(new Problem('throttled', 429, 'Too much', [], null, 5));
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.current()).toMatchObject({ saving: 'failed' });
  expect(kept().answers).toHaveProperty('q1');
  queue.give('q2', choose('yes'));
  await vi.advanceTimersByTimeAsync(4900);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(sent[1]?.answers).toHaveLength(2);
  answers[1]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.current()).toMatchObject({ saving: 'saved', problem: null });
});

test('what is no longer a draft is not asked for again by itself', async () => {
  const { sent, answers, queue } = desk();
  queue.give('q1', choose('yes'));
  await vi.advanceTimersByTimeAsync(200);
  answers[0]?.reject(new Problem('conflict', 409, 'completed'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  queue.reconsider();
  expect(queue.current()).toMatchObject({ saving: 'failed', problem: null });
  void queue.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent[1]).toEqual(sent[0]);
});

test('completing waits for the answers, and is not done when they cannot be saved', async () => {
  const { answers, queue } = desk();
  queue.give('q1', choose('yes'));
  const task = vi.fn(() => Promise.resolve());
  const done = queue.alone(task);
  await vi.advanceTimersByTimeAsync(0);
  expect(task).not.toHaveBeenCalled();
  answers[0]?.reject(new Problem('unreachable', 0, ''));
  await expect(done).rejects.toBeInstanceOf(Problem);
  expect(task).not.toHaveBeenCalled();
});

describe('while the AI answers', () => {
  test('an answer given between its save and the next look is saved, and its answers stay', async () => {
    const { queue, write, saved } = office();
    write({ answers: [by('ai', 'q1', 'yes'), by('ai', 'q2', 'yes')] });
    queue.give('q3', choose('no'));
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'saved', problem: null, undecided: [] });
    expect(saved('q3')).toMatchObject({ option_id: 'no' });
    expect(saved('q1')).toMatchObject({ option_id: 'yes', answered_by: 'ai' });
  });

  test('what one answers stays, also where the AI answered the same a moment before', async () => {
    const { queue, write, saved } = office();
    write({ answers: [by('ai', 'q1', 'yes'), by('ai', 'q2', 'yes')] });
    queue.give('q1', choose('no'));
    await soon();
    expect(saved('q1')).toMatchObject({ option_id: 'no', answered_by: 'human' });
    // Where the page has read it meanwhile, nothing is different.
    const other = office();
    other.queue.give('q1', choose('no'));
    other.write({ answers: [by('ai', 'q1', 'yes')] });
    other.look();
    await soon();
    expect(other.saved('q1')).toMatchObject({ option_id: 'no', answered_by: 'human' });
    expect(other.queue.current().undecided).toEqual([]);
  });

  test('a comment that is being written does not take its answer away', async () => {
    const { queue, write, look, saved } = office();
    queue.give('q1', { comment: 'Loo' }, 700);
    write({ answers: [by('ai', 'q1', 'yes')] });
    look();
    queue.give('q1', { comment: 'Look here' }, 700);
    await soon();
    expect(saved('q1')).toMatchObject({ option_id: 'yes', comment: 'Look here' });
  });
});

describe('another window', () => {
  test('saves another question: both stand', async () => {
    const { queue, write, saved } = office();
    write({ answers: [by('human', 'q2', 'no')], comment: 'Theirs' });
    queue.give('q1', choose('yes'));
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'saved', undecided: [] });
    expect([saved('q1')?.option_id, saved('q2')?.option_id]).toEqual(['yes', 'no']);
  });

  test('saves the same question: the person is asked, everything else is saved, and nothing is completed', async () => {
    const { queue, write, saved } = office(by('human', 'q1', 'maybe'));
    write({ answers: [by('human', 'q1', 'no')] });
    queue.give('q1', choose('yes'));
    queue.give('q2', choose('yes'));
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'failed', problem: null, undecided: ['q1'] });
    expect(queue.current().unsaved.answers).toEqual({ q1: gave('q1', 'yes') });
    expect([saved('q1')?.option_id, saved('q2')?.option_id]).toEqual(['no', 'yes']);
    const task = vi.fn(() => Promise.resolve());
    await expect(queue.alone(task)).rejects.toMatchObject({ kind: 'undecided' });
    expect(task).not.toHaveBeenCalled();

    queue.decide('q1', 'mine');
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'saved', undecided: [] });
    expect(saved('q1')?.option_id).toBe('yes');
  });

  test('of the same question its answer can be taken, and a comment of one’s own stays', async () => {
    const { queue, write, saved } = office(by('human', 'q1', 'maybe'));
    write({ answers: [by('human', 'q1', 'no')] });
    queue.give('q1', { ...choose('yes'), comment: 'Mine' });
    await soon();
    queue.decide('q1', 'saved');
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'saved', undecided: [] });
    expect(saved('q1')).toMatchObject({ option_id: 'no', comment: 'Mine' });
  });

  test('gives the same answer: there is nothing to ask', async () => {
    const { queue, write } = office();
    write({ answers: [by('human', 'q1', 'yes')] });
    queue.give('q1', choose('yes'));
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'saved', undecided: [] });
  });

  test('chosen as the other one after all, an answer is no longer asked about', async () => {
    const { queue, write } = office();
    write({ answers: [by('human', 'q1', 'no')] });
    queue.give('q1', choose('yes'));
    await soon();
    expect(queue.current().undecided).toEqual(['q1']);
    queue.give('q1', choose('no'));
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'saved', undecided: [] });
  });

  test('changed the comment on the whole as well: that is asked too', async () => {
    const { queue, write, comment } = office();
    write({ comment: 'Theirs' });
    queue.remark('Mine');
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'failed', undecided: [null] });
    expect(comment()).toBe('Theirs');
    queue.decide(null, 'mine');
    await soon();
    expect(comment()).toBe('Mine');
  });

  test('is told of after a reload too', async () => {
    const { queue, write, reload, saved, cutNetwork } = office(by('human', 'q1', 'maybe'));
    cutNetwork('before');
    queue.give('q1', choose('yes'));
    await vi.advanceTimersByTimeAsync(200);
    write({ answers: [by('human', 'q1', 'no')] });
    const again = reload();
    await again.flush().catch(() => undefined);
    expect(again.current()).toMatchObject({
      undecided: ['q1'],
      unsaved: { answers: { q1: gave('q1', 'yes') } },
    });
    expect(saved('q1')?.option_id).toBe('no');
  });
});

describe('a network that is cut', () => {
  test.each(['before', 'after'] as const)(
    '%s the save arrived: it and what follows is saved',
    async (when) => {
      const { queue, saved, cutNetwork } = office();
      cutNetwork(when);
      queue.give('q1', choose('yes'));
      await vi.advanceTimersByTimeAsync(200);
      expect(queue.current()).toMatchObject({ saving: 'failed', problem: { kind: 'unreachable' } });
      queue.give('q1', choose('no'));
      queue.give('q2', choose('yes'));
      await soon();
      expect(queue.current()).toMatchObject({ saving: 'saved', undecided: [], problem: null });
      expect([saved('q1')?.option_id, saved('q2')?.option_id]).toEqual(['no', 'yes']);
    },
  );

  test('and a reload: what was saved unheard is known as one’s own', async () => {
    const { queue, saved, cutNetwork, reload } = office();
    cutNetwork('after');
    queue.give('q1', choose('yes'));
    queue.remark('Half');
    await vi.advanceTimersByTimeAsync(800);
    queue.give('q1', choose('no'));
    const again = reload();
    await again.flush();
    expect(again.current()).toMatchObject({ saving: 'saved', undecided: [] });
    expect(saved('q1')?.option_id).toBe('no');
  });

  test('in the middle of putting answers over others’ keeps them, and goes on', async () => {
    const { queue, saved, write, cutNetwork } = office();
    write({ answers: [by('human', 'q2', 'no')] });
    cutNetwork('before');
    queue.give('q1', choose('yes'));
    await vi.advanceTimersByTimeAsync(200);
    expect(queue.current().unsaved.answers).toHaveProperty('q1');
    await soon();
    expect(queue.current()).toMatchObject({ saving: 'saved', problem: null });
    expect([saved('q1')?.option_id, saved('q2')?.option_id]).toEqual(['yes', 'no']);
  });
});

test('several saves of others in a row are put under one’s own', async () => {
  const { queue, write, eachTime, saved, saves } = office();
  let left = 3;
  eachTime(() => left-- > 0 && write({ answers: [by('ai', `x${left}`, 'yes')] }));
  queue.give('q1', choose('yes'));
  await soon();
  expect(queue.current()).toMatchObject({ saving: 'saved', problem: null });
  expect(saved('q1')?.option_id).toBe('yes');
  expect(saves()).toBe(4);
});

test('where there is no end of them that is told, nothing is lost, and trying again goes on', async () => {
  const { queue, write, eachTime, saved, saves } = office();
  let busy = true;
  eachTime(() => busy && write({ comment: String(saves()) }));
  queue.give('q1', choose('yes'));
  await soon();
  expect(queue.current()).toMatchObject({ saving: 'failed', problem: { kind: 'stale' } });
  expect(queue.current().unsaved.answers).toEqual({ q1: gave('q1', 'yes') });
  expect(saves()).toBeLessThan(20);
  busy = false;
  queue.give('q2', choose('no'));
  await soon();
  expect(queue.current()).toMatchObject({ saving: 'saved', problem: null });
  expect([saved('q1')?.option_id, saved('q2')?.option_id]).toEqual(['yes', 'no']);
});
