import { ActionIcon, Menu, Text } from '@mantine/core';
import {
  IconDots,
  IconFileDownload,
  IconPencil,
  IconPrinter,
  IconTrash,
  IconUserMinus,
  IconUserShare,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { KnownSummary } from './queries';

/** The report alone, whatever stands beside it (`report.module.css`). */
function printReport() {
  const { dataset } = document.documentElement;
  dataset.prints = 'report';
  globalThis.addEventListener('afterprint', () => delete dataset.prints, { once: true });
  globalThis.print();
}

/** What may be done with a report; the API says what. */
export function SummaryMenu({
  summary,
  busy,
  onExport,
  onEdit,
  onShare,
  onDelete,
}: {
  summary: KnownSummary;
  busy: boolean;
  onExport: () => void;
  onEdit: () => void;
  onShare: (shared: boolean) => void;
  onDelete: () => void;
}) {
  const may = (act: string) => summary.actions.includes(act);
  const { agent_name: name } = summary;
  return (
    <Menu position="bottom-end" width={280} withinPortal shadow="md">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="What to do with this report" loading={busy}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {may('export_pdf') && (
          <>
            <Item icon={<IconPrinter size={16} />} onClick={printReport}>
              Print
            </Item>
            <Item icon={<IconFileDownload size={16} />} onClick={onExport}>
              Export as PDF
            </Item>
          </>
        )}
        {may('edit') && (
          <Item icon={<IconPencil size={16} />} onClick={onEdit}>
            Edit
          </Item>
        )}
        {may('share') && (
          <Item
            icon={<IconUserShare size={16} />}
            note={`${name} will find it under AI performance reports on their profile`}
            onClick={() => onShare(true)}
          >
            Share
          </Item>
        )}
        {may('unshare') && (
          <Item
            icon={<IconUserMinus size={16} />}
            note={`${name} will no longer see it`}
            onClick={() => onShare(false)}
          >
            Stop sharing
          </Item>
        )}
        {may('delete') && (
          <>
            <Menu.Divider />
            <Item icon={<IconTrash size={16} />} note="This cannot be undone" onClick={onDelete}>
              Delete
            </Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Item({
  icon,
  note,
  onClick,
  children,
}: {
  icon: ReactNode;
  note?: string;
  onClick: () => void;
  children: string;
}) {
  return (
    <Menu.Item leftSection={icon} onClick={onClick}>
      {children}
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </Menu.Item>
  );
}
