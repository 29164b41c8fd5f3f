namespace AutoInstr.Agent.Configuration.File;

/// <summary>A view: which instruments, and what becomes of what they measure.</summary>
internal static class ViewReader
{
    private const string LeftOut = "the view is left out";

    /// <summary>Reads it.</summary>
    /// <returns><see langword="null"/> where it is of no use.</returns>
    public static ViewSettings? Read(FileSection section)
    {
        if (!section.Has("selector"))
            section.Missing("selector", LeftOut);
        if (!section.Has("stream"))
            section.Missing("stream", LeftOut);
        var selected = section.Child<ViewSettings?>("selector", "ViewSelector", null, ReadSelector);
        var view = section.Child<ViewSettings?>("stream", "ViewStream", null, stream => ReadStream(stream, selected ?? new ViewSettings()));
        return selected is null ? null : view;
    }

    private static ViewSettings ReadSelector(FileSection section) => new()
    {
        InstrumentName = section.Text("instrument_name", isLoose: true),
        InstrumentType = section.Has("instrument_type") ? section.Choice(
            "instrument_type", "any type", MeterProviderReader.InstrumentTypes) is var type && type != "any type" ? type : null : null,
        Unit = section.Text("unit", isLoose: true),
        MeterName = section.Text("meter_name", isLoose: true),
        MeterVersion = section.Text("meter_version", isLoose: true),
        MeterSchemaUrl = section.Text("meter_schema_url", isLoose: true),
    };

    private static ViewSettings ReadStream(FileSection section, ViewSettings selected)
    {
        var attributes = section.Child<IncludeExclude?>("attribute_keys", "IncludeExclude", null, ReadAttributes);
        var view = selected with
        {
            StreamName = section.Text("name", isLoose: true),
            Description = section.Text("description", isLoose: true),
            Aggregation = section.Child(
                "aggregation", "Aggregation", selected.Aggregation, aggregation => ReadAggregation(aggregation) ?? selected.Aggregation),
            CardinalityLimit = section.OptionalInteger("aggregation_cardinality_limit", null, 1, CardinalityLimits.MostSeries),
            IncludedAttributes = attributes is { Included.Count: > 0 } ? attributes.Included : null,
            ExcludedAttributes = attributes?.Excluded ?? [],
        };
        if (view.StreamName is not null && (selected.InstrumentName is null || Wildcard.IsPattern(selected.InstrumentName)))
        {
            section.Say("name", "would be the name of several streams, for the selector does not name one instrument; it is left out");
            view = view with { StreamName = null };
        }
        return view;
    }

    /// <summary>The SDK has no patterns here.</summary>
    private static IncludeExclude ReadAttributes(FileSection section) => new(
        section.Texts("included", static name => name == "*" || !Wildcard.IsPattern(name) ? null : "is a pattern, which is not supported")
            is var included && included.Contains("*") ? [] : included,
        section.Texts("excluded", static name => Wildcard.IsPattern(name) ? "is a pattern, which is not supported" : null));

    private static AggregationSettings? ReadAggregation(FileSection section) => section.One<AggregationSettings>(
        "an aggregation", "default is used",
        ("default", "DefaultAggregation", static _ => new AggregationSettings("default")),
        ("drop", "DropAggregation", static _ => new AggregationSettings("drop")),
        ("sum", "SumAggregation", static _ => new AggregationSettings("sum")),
        ("last_value", "LastValueAggregation", static _ => new AggregationSettings("last_value")),
        ("explicit_bucket_histogram", "ExplicitBucketHistogramAggregation", static histogram =>
            new AggregationSettings("explicit_bucket_histogram")
            {
                Boundaries = ReadBoundaries(histogram),
                RecordMinMax = histogram.Boolean("record_min_max", true),
            }),
        ("base2_exponential_bucket_histogram", "Base2ExponentialBucketHistogramAggregation", static histogram =>
            new AggregationSettings("base2_exponential_bucket_histogram")
            {
                MaxScale = histogram.Integer("max_scale", 20, -10, 20),
                MaxSize = histogram.Integer("max_size", 160, 2, 10_000),
                RecordMinMax = histogram.Boolean("record_min_max", true),
            }));

    private static double[]? ReadBoundaries(FileSection section)
    {
        const string name = "boundaries";
        if (!section.Has(name))
            return null;
        var boundaries = new List<double>();
        foreach (var (node, path) in section.Items(name, mayBeEmpty: true))
        {
            if (node is not YamlScalar { Type: ScalarType.Integer or ScalarType.Real } scalar ||
                YamlScalar.ToReal(scalar.Text) is not { } value || !double.IsFinite(value))
            {
                section.Say(node.Position, path, $"{node.Kind} is not a finite number; the usual boundaries are used");
                return null;
            }
            if (boundaries.Count > 0 && value <= boundaries[^1])
            {
                section.Say(node.Position, path, $"{scalar.Text} is not greater than the one before; the usual boundaries are used");
                return null;
            }
            boundaries.Add(value);
        }
        return [.. boundaries];
    }
}
