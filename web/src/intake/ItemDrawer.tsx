import { useQuery } from '@tanstack/react-query';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Loaded } from '@/parts/Loaded';
import { ItemDetail } from './ItemDetail';
import { itemQuery } from './queries';
import { itemName } from './words';

/** An item beside the list that it was opened from. */
export function ItemDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const query = useQuery({ ...itemQuery(id ?? ''), enabled: id !== undefined });
  return (
    <DetailDrawer
      id={id}
      title={query.data ? itemName(query.data) : 'Intake item'}
      whole={`/conversations/intake/${id ?? ''}`}
      onClose={onClose}
      size="lg"
    >
      {id !== undefined && <Loaded query={query}>{(item) => <ItemDetail item={item} />}</Loaded>}
    </DetailDrawer>
  );
}
