namespace AutoInstr.Agent.Configuration.File;

/// <summary>How context travels.</summary>
internal static class PropagatorReader
{
    private const string List = "composite_list";

    private static readonly string[] Known = ["tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace"];

    /// <summary>Reads it.</summary>
    public static IReadOnlyList<string> Read(FileSection section)
    {
        var names = new List<string>();
        foreach (var name in section.Children("composite", "TextMapPropagator", ReadOne))
            Add(names, name);
        if (section.Has(List))
        {
            var path = section.Join(List);
            foreach (var name in section.AsVariable(List).Names(path, [], Known))
                Add(names, name);
        }
        return names;
    }

    private static string? ReadOne(FileSection section) => section.One(
        "a propagator", "it is left out",
        Array.ConvertAll(Known, static name => (name, Type(name), (Func<FileSection, string?>)(_ => name))));

    private static string Type(string name) => name switch
    {
        "tracecontext" => "TraceContextPropagator",
        "baggage" => "BaggagePropagator",
        "b3" => "B3Propagator",
        "b3multi" => "B3MultiPropagator",
        "ottrace" => "OpenTracingPropagator",
        "jaeger" => "JaegerPropagator",
        _ => "XRayPropagator",
    };

    private static void Add(List<string> names, string name)
    {
        if (!names.Contains(name))
            names.Add(name);
    }
}
