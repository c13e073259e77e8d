import type { CodegenConfig } from '@graphql-codegen/cli'

// A query that the schema snapshot does not know fails here; one that is used otherwise than it answers fails in `npm run types`.
const config: CodegenConfig = {
  schema: '../Incidents.Api/schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/shared/graphql/generated/**'],
  ignoreNoDocuments: false,
  silent: true,
  generates: {
    'src/shared/graphql/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        enumsAsTypes: true,
        useTypeImports: true,
        skipTypename: true,
        immutableTypes: true,
        scalars: {
          Date: 'string',
          DateTime: 'string',
          OffsetDateTime: 'string',
          UUID: 'string',
          Decimal: { input: 'string | number', output: 'string | number' },
          Long: { input: 'number | string', output: 'number' },
        },
      },
    },
  },
}

export default config
