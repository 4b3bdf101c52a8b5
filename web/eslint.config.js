import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// The floors of the console: a folder imports from those after it only. What two features share is a part.
const FLOORS = [
  'app',
  'home',
  'profiles',
  'meetings',
  'summaries',
  'reports',
  'evaluations',
  'scorecards',
  'automations',
  'goals',
  'conditions',
  'interactions',
  'intake',
  'people',
  'notices',
  'settings',
  'parts',
  'session',
  'api',
];
const floors = FLOORS.map((floor, place) => ({
  files: [`src/${floor}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [...FLOORS.slice(0, place).map((above) => `@/${above}/*`), '../*'] },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] } } },
  },
  { files: ['*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks, 'jsx-a11y': a11y },
    rules: {
      ...hooks.configs.recommended.rules,
      ...a11y.flatConfigs.recommended.rules,
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  ...floors,
);
