/** What permissions and reach are called, and what they are good for. */
import type { Permission, Reach, RoleItem } from '@/api/schema';
import { entryOf } from '@/parts/words';

interface Named {
  id: Permission;
  name: string;
}

/** Permissions by area. Those of parts that Debrief doesn't have yet are left out; roles keep them. */
export const AREAS: { name: string; permissions: Named[] }[] = [
  {
    name: 'Interactions',
    permissions: [
      { id: 'interactions.view', name: 'Look at conversations and listen to them' },
      { id: 'recordings.download', name: 'Keep recordings as files' },
      { id: 'personal_data.view', name: 'See personal data that is masked for others' },
      { id: 'intake.manage', name: 'Complete, release and import what comes in' },
    ],
  },
  {
    name: 'Evaluations and scorecards',
    permissions: [
      { id: 'evaluations.view', name: 'Look at evaluations' },
      { id: 'evaluations.perform', name: 'Evaluate conversations' },
      { id: 'disputes.decide', name: 'Decide disputes of evaluations' },
      { id: 'flags.manage', name: 'Work with flags' },
      { id: 'evaluations.delete_automated', name: 'Delete automatic evaluations for good' },
      { id: 'scorecards.view', name: 'Look at scorecards' },
      { id: 'scorecards.manage', name: 'Write and publish scorecards' },
    ],
  },
  {
    name: 'Coaching',
    permissions: [
      { id: 'coaching.view_own', name: 'Look at one’s own 1-to-1s, actions and feedback' },
      { id: 'coaching.manage', name: 'Hold 1-to-1s, agree actions, give feedback' },
      { id: 'summaries.generate', name: 'Generate AI performance reports' },
    ],
  },
  {
    name: 'Performance',
    permissions: [{ id: 'reports.view', name: 'Look at reports' }],
  },
  {
    name: 'People and account',
    permissions: [
      { id: 'people.view', name: 'Look at people, teams, groups and roles' },
      { id: 'people.manage', name: 'Add, change, import and invite people; teams and groups' },
      { id: 'settings.manage', name: 'Change settings, features, roles and indicators' },
    ],
  },
];

export const REACHES = ['own', 'line', 'everyone'] as const satisfies Reach[];

const REACH: Record<Reach, { name: string; says: string }> = {
  own: { name: 'Own work', says: 'Sees their own work, and of others only averages without names' },
  line: { name: 'Reporting line', says: 'Sees themselves and everybody below them, at any depth' },
  everyone: { name: 'Everyone', says: 'Sees the work of the whole account' },
};

const SHOWN = AREAS.flatMap((area) => area.permissions.map((each) => each.id));

/** Permissions by their names; those of parts that aren't shown are left out. */
export function sayPermissions(held: Permission[]): string {
  const names = AREAS.flatMap((area) => area.permissions)
    .filter(({ id }) => held.includes(id))
    .map(({ name }) => name);
  return names.join('; ') || 'Nothing';
}

/** How many of the permissions that there are a role holds. */
export function heldBy(role: RoleItem): string {
  const held = role.permissions.filter((each) => SHOWN.includes(each)).length;
  return `${held} of ${SHOWN.length}`;
}

/** Whom a role sees; a reach that came with a later version of the API is called by its own name. */
export const reachWords = (reach: Reach) => entryOf(REACH, reach, { name: reach, says: '' });
