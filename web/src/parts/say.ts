import { notifications } from '@mantine/notifications';

/** Say that something was done; it goes away by itself and nobody needs it to go on. */
export function said(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true });
}
