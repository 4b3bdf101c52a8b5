import type { FieldError } from '@/api/schema';

/** What is wrong with one cell of a file. row: as a spreadsheet shows it; null for the file as a whole. */
export interface RowError {
  key: string;
  row: number | null;
  column: string | null;
  message: string;
}

/** "row 12, email" and what is wrong there. */
export function rowErrors(fields: FieldError[]): RowError[] {
  return fields.map(({ pointer, message }, index) => {
    const [, row, column] = /^row (\d+)(?:, (.+))?$/.exec(pointer) ?? [];
    return { key: `${index}`, row: row ? Number(row) : null, column: column ?? null, message };
  });
}
