import { AskedButton } from '@/parts/AskedButton';

/** Deletes what stands in the drawer, once it was asked whether to. */
export function DeleteButton({
  what,
  pending,
  onDelete,
}: {
  /** What goes: "role". */
  what: string;
  pending: boolean;
  onDelete: () => void;
}) {
  return (
    <AskedButton
      label={`Delete ${what}`}
      question={`Delete this ${what}?`}
      yes="Delete"
      no="Keep"
      pending={pending}
      onYes={onDelete}
    />
  );
}
