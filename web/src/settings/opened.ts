/** What stands open beside a list of the account, by its id; `new` for one that is being added. */
export interface Opened {
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

export const NEW = 'new';
