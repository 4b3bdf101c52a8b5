/** Browsers still list some zones by names that nobody looks for any more. */
const TODAY: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
};

/** The time zones to choose from, by name; the one that is chosen is always among them. */
export function timeZones(chosen: string): string[] {
  const listed = Intl.supportedValuesOf('timeZone').map((zone) => TODAY[zone] ?? zone);
  return [...new Set(['UTC', chosen, ...listed])].sort();
}
