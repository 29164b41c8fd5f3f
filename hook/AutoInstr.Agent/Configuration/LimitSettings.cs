namespace AutoInstr.Agent.Configuration;

/// <summary>Limits on a span or a log record; <see langword="null"/> means none. They hold for every exporter.</summary>
internal sealed record LimitSettings
{
    /// <summary>Characters of a string value.</summary>
    public int? AttributeValueLength { get; init; }

    /// <summary>Attributes of a span or a log record.</summary>
    public int? AttributeCount { get; init; } = 128;

    /// <summary>Events of a span.</summary>
    public int? EventCount { get; init; } = 128;

    /// <summary>Links of a span.</summary>
    public int? LinkCount { get; init; } = 128;

    /// <summary>Attributes of an event.</summary>
    public int? EventAttributeCount { get; init; } = 128;

    /// <summary>Attributes of a link.</summary>
    public int? LinkAttributeCount { get; init; } = 128;

    /// <summary>Reads those of a log record: what is set for them wins over what is set for all signals.</summary>
    /// <param name="reader">The environment.</param>
    public static LimitSettings ReadOfLogs(SettingReader reader)
    {
        var defaults = new LimitSettings();
        return new LimitSettings
        {
            AttributeValueLength = reader.OptionalInteger(
                "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT",
                reader.OptionalInteger("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", defaults.AttributeValueLength)),
            AttributeCount = reader.OptionalInteger(
                "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", reader.OptionalInteger("OTEL_ATTRIBUTE_COUNT_LIMIT", defaults.AttributeCount)),
        };
    }

    /// <summary>Reads these settings: what is set for spans wins over what is set for all signals.</summary>
    /// <param name="reader">The environment.</param>
    public static LimitSettings Read(SettingReader reader)
    {
        var defaults = new LimitSettings();
        var length = reader.OptionalInteger("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", defaults.AttributeValueLength);
        var count = reader.OptionalInteger("OTEL_ATTRIBUTE_COUNT_LIMIT", defaults.AttributeCount);
        return new LimitSettings
        {
            AttributeValueLength = reader.OptionalInteger("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", length),
            AttributeCount = reader.OptionalInteger("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", count),
            EventCount = reader.OptionalInteger("OTEL_SPAN_EVENT_COUNT_LIMIT", defaults.EventCount),
            LinkCount = reader.OptionalInteger("OTEL_SPAN_LINK_COUNT_LIMIT", defaults.LinkCount),
            EventAttributeCount = reader.OptionalInteger("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", count),
            LinkAttributeCount = reader.OptionalInteger("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", count),
        };
    }
}
