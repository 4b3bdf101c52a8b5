import { expect, test } from 'vitest';
import type { NewContent } from '@/api/schema';
import { stillOpen } from './stillOpen';

const content = (title: string, weight: number): NewContent => ({
  format: 'percentage',
  pass_mark: 80,
  section_auto_fail_rule: 'zero',
  applies_to: { channels: [], queues: [] },
  start_automatically: false,
  sections: [{ id: 's', title, description: '', weight, questions: [] }],
});
const total = { pointer: '/sections', message: 'the section weights total 70, they have to total 100' };
const untitled = { pointer: '/sections/0/title', message: 'a section needs a title' };

test('a total is told of the present weights alone', () => {
  const checked = content('', 70);
  expect(stillOpen([total, untitled], checked, checked)).toEqual([total, untitled]);
  expect(stillOpen([total, untitled], checked, content('', 100))).toEqual([]);
});

test('what is typed in one part leaves what is said of the others', () => {
  expect(stillOpen([total, untitled], content('', 70), content('Opening', 70))).toEqual([total]);
  expect(stillOpen([total, untitled], content('', 70), content('', 70))).toEqual([total, untitled]);
});
