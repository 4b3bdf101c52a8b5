import { SegmentedControl, useMantineColorScheme } from '@mantine/core';

/** Light, dark, or as the system is. Read with the account menu: at first nobody needs it. */
export function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      mb="xs"
      aria-label="Theme"
      value={colorScheme}
      onChange={setColorScheme}
      data={[
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
        { value: 'auto', label: 'System' },
      ]}
    />
  );
}
