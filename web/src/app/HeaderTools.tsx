/** What the header holds beside the name: read in one piece, after the page has begun to show. */
export { Bell } from '@/notices/Bell';
export { PersonMenu } from './PersonMenu';
export { SearchBox } from './SearchBox';
