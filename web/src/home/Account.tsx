import { Progress, Stack, Text } from '@mantine/core';
import type { AccountState } from '@/api/schema';
import { REASON_WORDS } from '@/intake/words';
import { Anchor } from '@/parts/Anchor';
import { count, counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { wordOf } from '@/parts/words';
import { saySpending } from './words';

const FEW = 6;

/** What there is to look after: what waits at the door and why, what failed, and what the model has cost this month. */
export function Account({ state }: { state: AccountState }) {
  return (
    <>
      {typeof state.held === 'number' && <Intake state={state} />}
      {state.month && <Cost state={state} month={state.month} />}
    </>
  );
}

function Intake({ state }: { state: AccountState }) {
  const held = state.held ?? 0;
  const failed = state.failed ?? 0;
  return (
    <Sheet
      title="Intake"
      actions={
        <Anchor to="/conversations/intake" size="sm">
          All that came in
        </Anchor>
      }
    >
      {held + failed === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing is held and nothing has failed.
        </Text>
      ) : (
        <Stack
          component="ul"
          aria-label="What waits in the intake"
          gap={6}
          p={0}
          m={0}
          style={{ listStyle: 'none' }}
        >
          {failed > 0 && (
            <li>
              <Anchor to="/conversations/intake" search={{ status: 'failed' }}>
                {counted(failed, 'conversation')} failed
              </Anchor>
            </li>
          )}
          {held > 0 && (
            <li>
              <Anchor to="/conversations/intake" search={{ status: 'held' }}>
                {counted(held, 'conversation')} held
              </Anchor>
            </li>
          )}
          {state.reasons.slice(0, FEW).map(({ code, count: number }) => (
            <li key={code}>
              <Text size="sm" component="span" data-figures>
                <Anchor to="/conversations/intake" search={{ status: 'held', reason: code }} size="sm">
                  {wordOf(REASON_WORDS, code)}
                </Anchor>{' '}
                {count(number)}
              </Text>
            </li>
          ))}
        </Stack>
      )}
    </Sheet>
  );
}

function Cost({ state, month }: { state: AccountState; month: string }) {
  const said = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
  return (
    <Sheet
      title="Cost of transcription and the language model"
      actions={
        <Anchor to="/setup/account" size="sm">
          Account
        </Anchor>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {said} so far, against the month’s budget
        </Text>
        {state.spending.map((each) => {
          const { name, said: text, share, spent } = saySpending(each);
          return (
            <div key={each.use}>
              <Text size="sm" data-figures>
                {name}: {text}
                {spent ? '; the budget is spent' : ''}
              </Text>
              {share !== null && (
                <Progress value={100 * share} size="xs" mt={2} aria-label={`${name}, share of the budget`} />
              )}
            </div>
          );
        })}
      </Stack>
    </Sheet>
  );
}
