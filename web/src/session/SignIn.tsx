import { Alert, Anchor, Button, PasswordInput, PinInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent, type ReactNode } from 'react';
import { answer, begin, choosePassword, forgot, type Step } from './signing';

type Stage = Step | { kind: 'begin' } | { kind: 'forgotten' };

/**
 * Signing in, step by step as the user pool asks: password, a first password of one's own, a code; or a forgotten
 * password.
 *
 * @param email whom to sign in again, when that is settled already.
 */
export function SignIn({ email: fixed, onDone }: { email?: string; onDone: () => void }) {
  const [stage, setStage] = useState<Stage>({ kind: 'begin' });
  const [email, setEmail] = useState(fixed ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [note, setNote] = useState<string | null>(null);
  const step = useMutation({
    mutationFn: async (work: () => Promise<Step | { kind: 'begin' } | { kind: 'forgotten' }>) => work(),
    onSuccess: (next) => {
      setPassword('');
      setCode('');
      if (next.kind === 'done') onDone();
      else setStage(next);
    },
  });
  const go = (work: () => Promise<Stage>) => (event: SubmitEvent) => {
    event.preventDefault();
    setNote(null);
    step.mutate(work);
  };
  const form = { error: step.error, busy: step.isPending, note };

  switch (stage.kind) {
    case 'new-password':
      return (
        <Form {...form} title="Choose a password" label="Set password" onSubmit={go(() => answer(password))}>
          <Text size="sm">
            This is your first visit: choose a password of your own, 12 characters or more.
          </Text>
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            required
            minLength={12}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </Form>
      );
    case 'code':
      return (
        <Form {...form} title="Enter the code" label="Go on" onSubmit={go(() => answer(code))}>
          <Text size="sm">
            {stage.from === 'app'
              ? 'Open your authenticator app and type the six digits that it shows.'
              : 'We sent you a code. Type it here.'}
          </Text>
          <PinInput length={6} type="number" oneTimeCode aria-label="Code" value={code} onChange={setCode} />
        </Form>
      );
    case 'reset':
      return (
        <Form
          {...form}
          title="Choose another password"
          label="Change password"
          onSubmit={go(async () => {
            await choosePassword(email, code, password);
            setNote('Your password is changed. Sign in with it.');
            return { kind: 'begin' };
          })}
        >
          <Text size="sm">If {email} is known here, a code is on its way by e-mail.</Text>
          <TextInput
            label="Code"
            required
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password"
            description="12 characters or more"
            autoComplete="new-password"
            required
            minLength={12}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </Form>
      );
    case 'forgotten':
      return (
        <Form
          {...form}
          title="Forgotten password"
          label="Send a code"
          onSubmit={go(async () => {
            await forgot(email);
            return { kind: 'reset' };
          })}
          below={<Plain onClick={() => setStage({ kind: 'begin' })}>Back to signing in</Plain>}
        >
          <Address value={email} onChange={setEmail} />
        </Form>
      );
    default:
      return (
        <Form
          {...form}
          title="Sign in"
          label="Sign in"
          onSubmit={go(() => begin(email, password))}
          below={<Plain onClick={() => setStage({ kind: 'forgotten' })}>Forgotten your password?</Plain>}
        >
          <Address value={email} onChange={setEmail} readOnly={fixed !== undefined} />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </Form>
      );
  }
}

function Form({
  title,
  label,
  error,
  note,
  busy,
  onSubmit,
  children,
  below,
}: {
  title: string;
  label: string;
  error: Error | null;
  note: string | null;
  busy: boolean;
  onSubmit: (event: SubmitEvent) => void;
  children: ReactNode;
  below?: ReactNode;
}) {
  return (
    <form onSubmit={onSubmit} aria-label={title}>
      <Stack gap="md">
        <Title order={1} fz="xl">
          {title}
        </Title>
        {note && (
          <Alert variant="default" role="status">
            {note}
          </Alert>
        )}
        {children}
        {error && (
          <Alert variant="default" role="alert" title="That did not work">
            {error.message}
          </Alert>
        )}
        <Button type="submit" loading={busy} fullWidth>
          {label}
        </Button>
        {below}
      </Stack>
    </form>
  );
}

function Address({
  value,
  onChange,
  readOnly = false,
}: {
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
}) {
  return (
    <TextInput
      label="E-mail address"
      type="email"
      autoComplete="username"
      required
      readOnly={readOnly}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Plain({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Anchor component="button" type="button" size="sm" ta="center" onClick={onClick}>
      {children}
    </Anchor>
  );
}
