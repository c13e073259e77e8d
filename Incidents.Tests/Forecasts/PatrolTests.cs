using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Forecasts;

/// <summary>Patrolled hours of a forecast's cells, and how often cells were chosen.</summary>
public class PatrolTests
{
    private static readonly GridCell Cell = GridCell.At(new(73.1, 49.81), 14);
    private static readonly RecordPatrol Patrol = new(Some.Id, Cell.X, Cell.Y, 20);
    private static readonly OffsetDateTime Afterwards = new LocalDateTime(2026, 7, 20, 9, 0).WithOffset(Some.Offset);

    [Fact]
    public void A_later_record_of_a_cell_replaces_the_earlier_one()
    {
        var first = Assert.IsType<ForecastPatrolled>(Assert.Single(Patrol.Decide(Some.Forecast(), Afterwards).Events));
        Assert.Equal((Cell.Code, 20, Afterwards), (first.Cell, first.Hours, first.KnownAt));

        var state = Some.Forecast(first);
        Assert.Empty(Patrol.Decide(state, Afterwards).Events);
        Assert.Null(Patrol.Decide(state, Afterwards).Refusal);
        var second = Assert.Single((Patrol with { Hours = 30.5 }).Decide(state, Afterwards).Events);
        Assert.Equal(30.5, Assert.Single(Forecast.Evolve(state, second)!.PatrolledHours).Value);
    }

    [Fact]
    public void A_cell_is_not_patrolled_for_longer_than_the_period_has_lasted()
    {
        Assert.False((Patrol with { Hours = 168 }).Decide(Some.Forecast(), Afterwards).IsRefused);
        Assert.Equal(RecordPatrol.TooLong, (Patrol with { Hours = 168.01 }).Decide(Some.Forecast(), Afterwards).Refusal);
        // On its first day at six o'clock the period has had six hours; before it, none.
        var early = Some.ForecastTerms.From.At(new(6, 0)).WithOffset(Some.Offset);
        Assert.False((Patrol with { Hours = 6 }).Decide(Some.Forecast(), early).IsRefused);
        Assert.Equal(RecordPatrol.TooLong, (Patrol with { Hours = 6.5 }).Decide(Some.Forecast(), early).Refusal);
        Assert.Equal(RecordPatrol.TooLong, (Patrol with { Hours = 1 }).Decide(Some.Forecast(), Some.Now).Refusal);
        Assert.Equal(RecordPatrol.TooLong, (Patrol with { Hours = 0 }).Decide(Some.Forecast(), Some.Now).Refusal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(1e300)]
    public void Hours_are_a_number_and_not_negative(double hours)
    {
        var refusal = (Patrol with { Hours = hours }).Decide(Some.Forecast(), Afterwards).Refusal;

        Assert.Equal((ErrorCode.BadInput, "hours"), (refusal!.Code, refusal.Field));
    }

    [Fact]
    public void Only_a_cell_of_a_sealed_forecast_is_patrolled()
    {
        Assert.Equal(RecordPatrol.NoSuchCell, (Patrol with { X = Cell.X - 1 }).Decide(Some.Forecast(), Afterwards).Refusal);
        Assert.Equal(RecordPatrol.NoSuchCell, (Patrol with { Y = Cell.Y + 3 }).Decide(Some.Forecast(), Afterwards).Refusal);
        Assert.Equal("x", (Patrol with { X = -1 }).Decide(Some.Forecast(), Afterwards).Refusal!.Field);
        Assert.Equal("y", (Patrol with { Y = int.MaxValue }).Decide(Some.Forecast(), Afterwards).Refusal!.Field);
        Assert.Equal(Refusals.NotFound, Patrol.Decide(null, Afterwards).Refusal);
        Assert.Equal(
            ScoreForecast.WasMissed,
            Patrol.Decide(Some.Folded<Forecast>(new ForecastMissed(Some.ForecastTerms, Some.Now, Some.Now)), Afterwards).Refusal);
    }

    [Fact]
    public void A_patrol_recorded_since_is_in_the_next_score_of_the_same_day()
    {
        ForecastDosage before = new(0.01, 3, 168, [new(1, true, 2, null)]), after = before with { Cells = [new(1, true, 2, 20)] };
        var day = Some.ForecastTerms.Until;
        var figures = Some.ForecastFigures with { Outside = 2, Dosage = before };
        var state = Some.Forecast(new ForecastScored(day, 20, figures, Afterwards, Afterwards));

        Assert.Empty(
            new ScoreForecast(Some.Id, day, 25, figures with { Dosage = before with { Cells = [.. before.Cells] } })
                .Decide(state, Afterwards).Events);
        Assert.Single(new ScoreForecast(Some.Id, day, 25, figures with { Dosage = after }).Decide(state, Afterwards).Events);
        Assert.Single(new ScoreForecast(Some.Id, day, 25, figures with { Outside = 3 }).Decide(state, Afterwards).Events);
    }

    // By hand: 20 cells of nearly equal area; a tenth of it is two cells, a hundredth lies within the first.
    [Fact]
    public void The_cells_chosen_are_those_of_highest_expectation_up_to_the_share()
    {
        GridCell[] cells = [.. Enumerable.Range(0, 20).Select(i => GridCell.Of(Cell.X + i, Cell.Y, 14)).OrderBy(c => c.Code)];
        var list = ForecastLists.Sealed(cells, [.. cells.Select((_, i) => i switch { 4 => 9.0, 7 => 8, 11 => 7, _ => 1 })]);

        Assert.Equal([cells[4].Code], ForecastLists.Chosen(cells, list, 0.01));
        Assert.Equal([cells[4].Code, cells[7].Code], ForecastLists.Chosen(cells, list, 0.1));
        Assert.Equal(3, ForecastLists.Chosen(cells, list, 1).Count);
    }
}
