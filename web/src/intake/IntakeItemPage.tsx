import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { Page, Sheet } from '@/parts/Page';
import { ItemDetail } from './ItemDetail';
import { itemQuery } from './queries';
import { itemName } from './words';

const route = getRouteApi('/signed-in/conversations/intake/$intakeId');

/** One item of the intake on a page of its own. */
export function IntakeItemPage() {
  const { intakeId } = route.useParams();
  const query = useQuery(itemQuery(intakeId));
  return (
    <Page
      title={query.data ? itemName(query.data) : 'Intake item'}
      above={[
        <Anchor key="intake" to="/conversations/intake">
          Intake
        </Anchor>,
      ]}
    >
      <Sheet>
        <Loaded query={query}>{(item) => <ItemDetail item={item} />}</Loaded>
      </Sheet>
    </Page>
  );
}
