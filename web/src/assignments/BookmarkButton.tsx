import { Button } from '@mantine/core';
import { IconBookmark, IconBookmarkFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@/api/problems';
import { said } from '@/parts/say';
import { useMay } from '@/session/me';
import { bookmarkOfQuery, useBookmark } from './queries';

/** Keep a conversation for a best response, or let it go. */
export function BookmarkButton({ interactionId }: { interactionId: string }) {
  const coaches = useMay()('coaching.manage');
  const query = useQuery({ ...bookmarkOfQuery(interactionId), enabled: coaches });
  const bookmark = useBookmark(interactionId);
  if (!coaches || !query.data) return null;
  const known = query.data.items[0];
  return (
    <Button
      variant="default"
      aria-pressed={known !== undefined}
      loading={bookmark.isPending}
      leftSection={
        known ? <IconBookmarkFilled size={16} aria-hidden /> : <IconBookmark size={16} aria-hidden />
      }
      onClick={() => bookmark.mutate(known, { onError: (error) => said(asProblem(error).detail) })}
    >
      Bookmark
    </Button>
  );
}
