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
  'pairings',
  'scheduling',
  'plans',
  'summaries',
  'performance',
  'reports',
  'logs',
  'practice',
  'calibrations',
  'fairness',
  'evaluations',
  'disputes',
  'scorecards',
  'automations',
  'goals',
  'conditions',
  'interactions',
  'flags',
  'assignments',
  'proposals',
  'intake',
  'people',
  'notices',
  'settings',
  'forecasts',
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

// A table of words, colours or shapes that is indexed by a value of the API has nothing for those of a later version.
const TABLES =
  /^[A-Z_]*(WORDS|TONES|ICONS|SHAPES|TITLES|CHIPS|METRICS|DROPPED|SPEAKERS|STATUS|IMPORT|KIND|REACH)$/;

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
      'no-restricted-syntax': [
        'error',
        {
          selector: `:not(LogicalExpression[operator="??"]) > MemberExpression[computed=true][object.name=${String(TABLES)}]:not([property.type="Literal"])`,
          message: 'Read it with parts/words.ts: the API may say more than this version knows.',
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  ...floors,
);
