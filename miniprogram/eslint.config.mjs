/** What the linter asks of the client: the recommended rules of ESLint, of TypeScript with its types, and of Vue. */
import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'

const TYPED = ['**/*.ts', '**/*.vue']

export default defineConfig([
  globalIgnores(['dist/', 'src/api/schema.d.ts']),
  js.configs.recommended,
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  { files: TYPED, extends: [ts.configs.recommendedTypeChecked] },
  vue.configs['flat/recommended'],
  {
    files: TYPED,
    languageOptions: {
      parserOptions: { parser: ts.parser, projectService: true, extraFileExtensions: ['.vue'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-undef': 'off', // the types know what is there: uni, its types and the timers
      'vue/max-attributes-per-line': 'off', // how a tag is broken into lines is for who reads it
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'any' } }],
      'vue/multi-word-component-names': 'off', // pages are called index by uni-app; parts have names of one word
    },
  },
])
