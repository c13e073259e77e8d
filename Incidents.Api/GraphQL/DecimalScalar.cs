using GraphQL.Types;

namespace Incidents.Api.GraphQL;

internal sealed class DecimalScalar : DecimalGraphType
{
    public DecimalScalar()
    {
        Name = "Decimal";
        Description = "A decimal number without rounding, up to 28 digits, as a JSON number (`3692.5`). A client that reads every JSON "
            + "number as binary floating point keeps 15 digits of it.";
    }
}
