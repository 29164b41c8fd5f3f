using System.Globalization;
using System.Text.Json;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>Metrics as the page is told of them. Times are milliseconds since the Unix epoch; a number that JSON has no word for, such as
/// NaN, is a text.</summary>
internal static class MetricAnswers
{
    private const int MostSeries = 50;
    private const int MostPoints = 1000;
    private const int MostExemplars = 10;

    /// <summary>The list of instruments.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<MetricRow> rows)
    {
        json.WriteStartObject();
        json.WriteStartArray("instruments");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            WriteInstrument(json, row);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>An instrument with its series, those of the greatest last values, and their last points.</summary>
    public static void Write(Utf8JsonWriter json, MetricRow row)
    {
        // Only what tells processes apart that measure the same is said of their resources.
        var instances = row.Series.Select(static series => AttributeText.Of(series.Resource["service.instance.id"])).Distinct().Count();
        json.WriteStartObject();
        WriteInstrument(json, row);
        json.WriteStartArray("all");
        foreach (var series in row.Series.OrderByDescending(static series => PointAnswers.SizeOf(series.Points[^1])).Take(MostSeries))
        {
            json.WriteStartObject();
            json.WriteString("instance", instances > 1 ? AttributeText.Of(series.Resource["service.instance.id"]) : "");
            JsonAnswers.Write(json, "attributes", series.Attributes);
            json.WriteNumber("pointCount", series.Points.Count);
            json.WriteStartArray("points");
            foreach (var point in series.Points.Skip(series.Points.Count - MostPoints))
                PointAnswers.Write(json, point, MostExemplars);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A number, or the word for it.</summary>
    public static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteInstrument(Utf8JsonWriter json, MetricRow row)
    {
        var instrument = row.Instrument;
        json.WriteString("id", row.Id);
        json.WriteString("service", instrument.Service);
        json.WriteString("scope", $"{instrument.ScopeName} {instrument.ScopeVersion}".Trim());
        json.WriteString("name", instrument.Name);
        json.WriteString("description", instrument.Description);
        json.WriteString("unit", instrument.Unit);
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(instrument.Kind.ToString()));
        json.WriteString("temporality", instrument.Temporality.ToString().ToLowerInvariant());
        json.WriteBoolean("monotonic", instrument.IsMonotonic);
        json.WriteNumber("series", row.Series.Count);
        json.WriteNumber("points", row.Points);
    }
}
