import { readFileSync } from 'node:fs'
import graphql from '@graphql-eslint/eslint-plugin'
import { buildSchema, isObjectType } from 'graphql'

// The schema's file, from the folder in which eslint runs.
const schema = 'Incidents.Api/schema.graphql'

const values = Object.values(buildSchema(readFileSync(schema, 'utf8')).getTypeMap())
  .filter((type) => isObjectType(type) && !type.getFields().id)
  .map((type) => type.name)

export default [
  {
    files: ['**/*.graphql'],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema } } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,

      // Layout of the file only: tools see the same text. One line for one sentence keeps changes readable.
      '@graphql-eslint/description-style': 'off',

      // An id is a UUID, a text where it also names the moment (IncidentAsKnown), or the number of an Alarm. A type without an id is a
      // value, which caches keep within the thing that has it.
      '@graphql-eslint/strict-id-in-types': [
        'error',
        { acceptedIdNames: ['id'], acceptedIdTypes: ['UUID', 'String', 'Long'], exceptions: { types: values } },
      ],

      // `Device.deviceId` is the id that the device's sender gives it, beside `id`. Reports, filters and inputs have the same name.
      '@graphql-eslint/no-typename-prefix': 'off',

      // The rule also wants every list to be a connection and every node to implement Node. Series, cells and timelines are read
      // whole, and Relay's connection specification, which the lists follow, does not require Node.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
    },
  },
]
