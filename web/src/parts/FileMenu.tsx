import { Button, Loader, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

/** A file that something can be saved as. */
export interface FileChoice {
  label: string;
  save: () => void;
}

/**
 * The files that something can be saved as.
 *
 * @param name what is saved, for who can't see beside what the button stands.
 * @param saving whether one is being made: the button keeps the keyboard meanwhile, and nothing else is begun.
 */
export function FileMenu({
  label,
  name,
  saving,
  files,
}: {
  label: string;
  name?: string;
  saving: boolean;
  files: FileChoice[];
}) {
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={saving ? <Loader size={16} aria-hidden /> : <IconDownload size={16} aria-hidden />}
          aria-label={name}
          aria-busy={saving}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map((file) => (
          <Menu.Item key={file.label} disabled={saving} onClick={file.save}>
            {file.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
