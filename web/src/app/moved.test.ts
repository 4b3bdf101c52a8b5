import { expect, test } from 'vitest';
import { moved } from './moved';

test.each([
  ['/interactions', '/conversations'],
  ['/interactions/int_1?turn=4', '/conversations/int_1?turn=4'],
  [
    '/interactions?channel=voice&channel=chat&open=int_1',
    '/conversations?channel=voice&channel=chat&open=int_1',
  ],
  ['/intake', '/conversations/intake'],
  ['/intake/imports/im_1?status=held', '/conversations/intake/imports/im_1?status=held'],
  ['/meetings/mt_1?tab=summary', '/coaching/meetings/mt_1?tab=summary'],
  ['/reports?agent=us_1', '/performance?agent=us_1&report=line-items'],
  ['/reports?report=responses', '/performance?report=responses'],
  ['/reports?report=evaluations', '/performance'],
  ['/scorecards/sc_1?version=2', '/setup/scorecards/sc_1?version=2'],
  ['/settings', '/setup/account'],
  ['/settings?tab=teams&open=new', '/setup/account?tab=teams&open=new'],
  ['/settings?tab=roles&open=supervisor', '/setup/roles?open=supervisor'],
  ['/coaching', '/coaching/meetings'],
  ['/setup/', '/setup/scorecards'],
  ['/meetings/mt_1#notes', '/coaching/meetings/mt_1#notes'],
])('%s leads to %s', (old, now) => {
  expect(moved(old)).toBe(now);
  // Once: what it leads to stays.
  expect(moved(now)).toBeUndefined();
});

test.each(['/', '/people/us_1', '/evaluations', '/summaries/su_1', '/coaching/meetings', '/interactionsx'])(
  '%s stays',
  (address) => expect(moved(address)).toBeUndefined(),
);
