/** The look of the console, once. No page has colours, sizes or fonts of its own. */
import {
  createTheme,
  type ButtonProps,
  type CSSVariablesResolver,
  type DrawerProps,
  type MantineColorsTuple,
  type ModalProps,
  type FileInputProps,
  type NotificationProps,
  type TooltipProps,
} from '@mantine/core';

/** The one accent. White reads on shade 6 with a contrast above 4.5. */
const petrol: MantineColorsTuple = [
  '#eaf5f4',
  '#d3e9e7',
  '#a6d3cf',
  '#76bab4',
  '#4fa39c',
  '#31908a',
  '#1b7770',
  '#14635d',
  '#0f504b',
  '#0a3c38',
];

/** Greys with a little warmth. */
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f4f2ef',
  '#e9e6e1',
  '#dad6cf',
  '#bcb7ae',
  '#8c867c',
  '#68635a',
  '#4e4a43',
  '#35322d',
  '#211f1c',
];

/** What can't be taken back, and what is wrong. White reads on shade 6 with a contrast above 4.5. */
const red: MantineColorsTuple = [
  '#fce8e6',
  '#f8cfcb',
  '#f2a19b',
  '#ea8880',
  '#e2776f',
  '#c8433b',
  '#b3261e',
  '#99231c',
  '#7f1d17',
  '#611410',
];

const dark: MantineColorsTuple = [
  '#e8e5e0',
  '#cdc9c2',
  '#aca79e',
  '#807b72',
  '#4a4741',
  '#383530',
  '#2b2926',
  '#1e1d1b',
  '#181715',
  '#121110',
];

export const theme = createTheme({
  colors: { petrol, gray, red, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 6, dark: 6 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14.5px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.55', lg: '1.55', xl: '1.5' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '23px', lineHeight: '1.3' },
      h2: { fontSize: '17px', lineHeight: '1.4' },
      h3: { fontSize: '14.5px', lineHeight: '1.45' },
    },
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // By their names, not by the parts themselves: the first load would carry all of them.
    Button: { defaultProps: { size: 'sm' } satisfies Partial<ButtonProps> },
    Tooltip: {
      // Definitions and reasons are read by keyboard and touch too.
      defaultProps: {
        events: { hover: true, focus: true, touch: true },
        multiline: true,
        maw: 320,
        withArrow: true,
        transitionProps: { duration: 100 },
      } satisfies Partial<TooltipProps>,
    },
    // They are <header>s, and there is one banner on a page: the shell's.
    ModalHeader: { defaultProps: { role: 'none' } },
    DrawerHeader: { defaultProps: { role: 'none' } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': 'Close' },
      } satisfies Partial<ModalProps>,
    },
    FileInput: {
      // Mantine leaves the button that takes a chosen file back without a name, and out of the tab order.
      defaultProps: {
        clearButtonProps: { 'aria-label': 'Take the file back', tabIndex: 0 },
      } satisfies Partial<FileInputProps>,
    },
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } satisfies Partial<NotificationProps>,
    },
    Drawer: {
      defaultProps: {
        position: 'right',
        transitionProps: { duration: 150 },
        overlayProps: { backgroundOpacity: 0.25 },
      } satisfies Partial<DrawerProps>,
    },
  },
});

/**
 * Colours by meaning, for both themes. `good`, `watch` and `act` never stand alone: a word or a shape is beside them.
 * Each text colour reads on its own background and on the page with a contrast above 4.5.
 */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': gray[9],
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': '#716c63',
    '--mantine-color-error': red[6],
    '--mantine-color-anchor': petrol[7],
    '--debrief-page': gray[0],
    '--debrief-line': gray[2],
    '--debrief-raised': '#ffffff',
    '--debrief-sunk': gray[1],
    '--debrief-neutral-text': gray[7],
    '--debrief-neutral': gray[1],
    '--debrief-accent-text': petrol[8],
    '--debrief-accent': petrol[0],
    '--debrief-good-text': '#1c6337',
    '--debrief-good': '#e4f3e9',
    '--debrief-good-line': '#2f8f55',
    '--debrief-watch-text': '#734700',
    '--debrief-watch': '#fcf0d8',
    '--debrief-watch-line': '#b87a12',
    '--debrief-act-text': '#99231c',
    '--debrief-act': '#fce8e6',
    '--debrief-act-line': '#c8433b',
    '--debrief-agent': petrol[6],
    '--debrief-customer': '#8a5a9e',
  },
  dark: {
    '--mantine-color-body': dark[7],
    '--mantine-color-text': dark[0],
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': '#9a958c',
    '--mantine-color-error': red[2],
    '--mantine-color-anchor': petrol[3],
    '--debrief-page': dark[8],
    '--debrief-line': dark[5],
    '--debrief-raised': dark[7],
    '--debrief-sunk': dark[6],
    '--debrief-neutral-text': dark[1],
    '--debrief-neutral': dark[6],
    '--debrief-accent-text': petrol[2],
    '--debrief-accent': '#14312f',
    '--debrief-good-text': '#97d8ab',
    '--debrief-good': '#1a3323',
    '--debrief-good-line': '#4ba86f',
    '--debrief-watch-text': '#f0c878',
    '--debrief-watch': '#372a12',
    '--debrief-watch-line': '#c98e2b',
    '--debrief-act-text': '#f5aba5',
    '--debrief-act': '#402120',
    '--debrief-act-line': '#d75e56',
    '--debrief-agent': petrol[4],
    '--debrief-customer': '#b98bcb',
  },
});
