import type { Separator, ShownStatus, UserKind, UserStatus } from '@/api/schema';
import type { Tone } from '@/parts/Tag';

export const STATUS: Record<UserStatus, { word: string; tone: Tone }> = {
  active: { word: 'Active', tone: 'good' },
  inactive: { word: 'Inactive', tone: 'neutral' },
};

export const IMPORT: Record<ShownStatus, { word: string; tone: Tone }> = {
  checked: { word: 'Checked', tone: 'neutral' },
  running: { word: 'Running', tone: 'accent' },
  finished: { word: 'Finished', tone: 'good' },
  failed: { word: 'Not finished', tone: 'act' },
};

export const KIND: Record<UserKind, string> = { human: 'Person', bot: 'Bot' };

export const SEPARATOR: Record<Separator, string> = {
  comma: 'commas',
  semicolon: 'semicolons',
  tab: 'tabulators',
  bar: 'vertical bars',
};

const COLUMN: Record<string, string> = {
  email: 'e-mail',
  manager_email: 'manager’s e-mail',
  agent_references: 'agent references',
};

/** A column of an import file in words. */
export function columnName(column: string): string {
  return COLUMN[column] ?? column;
}
