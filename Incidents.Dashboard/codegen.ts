import type { CodegenConfig } from '@graphql-codegen/cli'

// A query that does not fit the schema snapshot fails here; a wrong use of its result fails in `npm run types`.
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
        enumType: 'const',
        useTypeImports: true,
        skipTypename: true,
        immutableTypes: true,
        scalars: {
          Date: 'string',
          DateTime: 'string',
          GeoJSON: 'geojson#GeoJSON',
          JSON: 'unknown',
          UUID: 'string',
          Decimal: { input: 'string | number', output: 'string | number' },
          Long: { input: 'number | string', output: 'number' },
        },
      },
    },
  },
}

export default config
