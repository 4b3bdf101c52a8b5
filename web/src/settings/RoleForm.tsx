import { Button, Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { asProblem } from '@/api/problems';
import type { Permission, Reach, RoleItem } from '@/api/schema';
import { Contested } from '@/parts/Contested';
import { OtherProblem } from '@/parts/OtherProblem';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useChanges } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import { DeleteButton } from './DeleteButton';
import { useDeleteRole, useSaveRole } from './queries';
import { AREAS, REACHES, reachWords, sayPermissions } from './words';

interface Values {
  name: string;
  reach: Reach;
  permissions: Permission[];
}

const LABELS: Record<keyof Values, string> = {
  name: 'Name',
  reach: 'Whose work they see',
  permissions: 'What it permits',
};

const BLANK: Values = { name: '', reach: 'own', permissions: [] };

/** What a role permits, and whose work it shows; a new one where there is none. */
export function RoleForm({
  role,
  onReload,
  onDone,
}: {
  role: RoleItem | null;
  onReload: () => Promise<unknown>;
  onDone: () => void;
}) {
  const base: Values = role ? { name: role.name, reach: role.reach, permissions: role.permissions } : BLANK;
  const edit = useChanges(`role.${role?.id ?? 'new'}`, base);
  const { values, changes, set, touched, forget } = edit;
  const keyOf = useIntention();
  const save = useSaveRole();
  const gone = useDeleteRole();
  const problem = save.error ? asProblem(save.error) : null;
  const editable = role === null || role.actions.includes('edit');

  function submit() {
    if (edit.waits()) return;
    save.mutate(role ? { of: role, changes } : { of: null, made: values, key: keyOf(values) }, {
      onSuccess: (saved) => {
        forget();
        said(
          role
            ? `${saved.name} is saved. It holds from everybody’s next step on.`
            : `${saved.name} is added.`,
        );
        onDone();
      },
    });
  }

  function tick(permission: Permission, on: boolean) {
    set(
      'permissions',
      on ? [...values.permissions, permission] : values.permissions.filter((each) => each !== permission),
    );
  }

  return (
    <form
      aria-label={role ? `Edit ${role.name}` : 'Add a role'}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="lg">
        <TextInput
          label="Name"
          required
          description={role?.built_in ? 'Built-in roles keep their names.' : undefined}
          readOnly={!editable || role?.built_in}
          value={values.name}
          error={problem?.field('/name')}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <Radio.Group
          label="Whose work they see"
          value={values.reach}
          error={problem?.field('/reach')}
          onChange={(reach) => set('reach', reach)}
        >
          <Stack gap="xs" mt="xs">
            {REACHES.map((each) => (
              <Radio
                key={each}
                value={each}
                label={reachWords(each).name}
                description={reachWords(each).says}
                disabled={!editable}
              />
            ))}
          </Stack>
        </Radio.Group>
        {AREAS.map((area) => (
          <Checkbox.Group key={area.name} label={area.name} value={values.permissions}>
            <Stack gap="xs" mt="xs">
              {area.permissions.map((each) => (
                <Checkbox
                  key={each.id}
                  value={each.id}
                  label={each.name}
                  disabled={!editable}
                  onChange={(event) => tick(each.id, event.currentTarget.checked)}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        ))}
        {problem?.field('/permissions') && (
          <Text size="sm" c="var(--mantine-color-error)">
            {problem.detail}
          </Text>
        )}
        <OtherProblem
          problem={problem}
          shown={['name', 'reach', 'permissions']}
          onReload={() => void onReload().then(() => save.reset())}
        />
        {gone.error && <ProblemNotice error={gone.error} />}
        <Contested
          edit={edit}
          labels={LABELS}
          say={{ reach: (reach) => reachWords(reach).name, permissions: sayPermissions }}
          saving={save.isPending}
        />
        <Group justify="space-between">
          <Group gap="xs">
            <Button
              type="submit"
              disabled={!editable || (role !== null && !touched)}
              loading={save.isPending}
            >
              {role ? 'Save' : 'Add role'}
            </Button>
            {role && touched && (
              <Button
                variant="default"
                onClick={() => {
                  save.reset();
                  forget();
                }}
              >
                Discard changes
              </Button>
            )}
          </Group>
          {role?.actions.includes('delete') && (
            <DeleteButton
              what="role"
              pending={gone.isPending}
              onDelete={() =>
                gone.mutate(role, {
                  onSuccess: () => {
                    forget();
                    said(`${role.name} is deleted.`);
                    onDone();
                  },
                })
              }
            />
          )}
        </Group>
      </Stack>
    </form>
  );
}
