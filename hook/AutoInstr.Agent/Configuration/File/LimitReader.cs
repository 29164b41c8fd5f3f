namespace AutoInstr.Agent.Configuration.File;

/// <summary>Limits on spans and log records.</summary>
internal static class LimitReader
{
    /// <summary>Those that hold for all signals.</summary>
    public static LimitSettings ReadGeneral(FileSection section)
    {
        var count = section.OptionalInteger("attribute_count_limit", 128);
        return new LimitSettings
        {
            AttributeValueLength = section.OptionalInteger("attribute_value_length_limit", null),
            AttributeCount = count,
            EventAttributeCount = count,
            LinkAttributeCount = count,
        };
    }

    /// <summary>Those of spans.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="general">What holds where it says nothing.</param>
    public static LimitSettings ReadOfSpans(FileSection provider, LimitSettings general) =>
        provider.Child("limits", "SpanLimits", general, section => ReadOfRecords(section, general) with
        {
            EventCount = section.OptionalInteger("event_count_limit", general.EventCount),
            LinkCount = section.OptionalInteger("link_count_limit", general.LinkCount),
            EventAttributeCount = section.OptionalInteger("event_attribute_count_limit", general.EventAttributeCount),
            LinkAttributeCount = section.OptionalInteger("link_attribute_count_limit", general.LinkAttributeCount),
        });

    /// <summary>Those of log records.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="general">What holds where it says nothing.</param>
    public static LimitSettings ReadOfLogs(FileSection provider, LimitSettings general)
    {
        var records = new LimitSettings { AttributeValueLength = general.AttributeValueLength, AttributeCount = general.AttributeCount };
        return provider.Child("limits", "LogRecordLimits", records, section => ReadOfRecords(section, records));
    }

    private static LimitSettings ReadOfRecords(FileSection section, LimitSettings general) => general with
    {
        AttributeValueLength = section.OptionalInteger("attribute_value_length_limit", general.AttributeValueLength),
        AttributeCount = section.OptionalInteger("attribute_count_limit", general.AttributeCount),
    };
}
