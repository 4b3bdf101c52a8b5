import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page, Sheet } from '@/parts/Page';
import { Conversation } from './Conversation';
import { interactionQuery } from './queries';

const route = getRouteApi('/signed-in/interactions/$interactionId');

export function InteractionPage() {
  const { interactionId } = route.useParams();
  const { turn } = route.useSearch();
  const { data } = useQuery(interactionQuery(interactionId));
  return (
    <Page title={data?.contact_reference ?? 'Interaction'}>
      <Sheet>
        <Conversation interactionId={interactionId} turn={turn} />
      </Sheet>
    </Page>
  );
}
