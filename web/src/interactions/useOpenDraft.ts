import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import { useMe } from '@/session/me';
import { draftWith } from './evaluating';
import { draftsOfQuery } from './queries';

/** Open a draft with a scorecard, or find the one that was opened meanwhile; gives its id. */
export function useOpenDraft(interactionId: string, onOpened: (id: string) => void) {
  const client = useQueryClient();
  const { person } = useMe();
  const [key, setKey] = useState(intention);
  const opening = useMutation({
    mutationFn: async (scorecardId: string) => {
      try {
        const asked = { interaction_id: interactionId, scorecard_id: scorecardId };
        return (await body(api.POST('/evaluations', { headers: { 'Idempotency-Key': key }, body: asked })))
          .id;
      } catch (error) {
        if (asProblem(error).kind !== 'conflict') throw error;
        const drafts = await client.query({ ...draftsOfQuery(interactionId), staleTime: 0 });
        const own = draftWith(drafts, person.id, scorecardId);
        if (!own) throw error;
        return own.id;
      }
    },
    onSuccess: (id) => {
      void client.invalidateQueries({ queryKey: ['evaluations'] });
      onOpened(id);
    },
  });
  return {
    ...opening,
    /** Another scorecard is another intention. */
    reset: () => {
      setKey(intention());
      opening.reset();
    },
  };
}
