using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoInstr.Doctor.Report;

/// <summary>A diagnosis for programs. The README has the fields; what it names stays as it is.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it.</summary>
    public static void Write(Diagnosis diagnosis, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("version", diagnosis.Version);
            json.WriteString("target", diagnosis.Target);
            json.WriteBoolean("ok", diagnosis.Count(Mark.Problem) == 0);
            json.WriteNumber("problems", diagnosis.Count(Mark.Problem));
            json.WriteNumber("notes", diagnosis.Count(Mark.Note));
            WriteSections(json, diagnosis);
            WriteLibraries(json, diagnosis);
            WriteSettings(json, diagnosis);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteSections(Utf8JsonWriter json, Diagnosis diagnosis)
    {
        json.WriteStartArray("sections");
        foreach (var section in diagnosis.Sections)
        {
            json.WriteStartObject();
            json.WriteString("id", section.Id);
            json.WriteString("title", section.Title);
            json.WriteStartArray("findings");
            foreach (var finding in section.Findings)
            {
                json.WriteStartObject();
                json.WriteString("id", finding.Id);
                json.WriteString("mark", Name(finding.Mark));
                json.WriteString("text", finding.Text);
                json.WriteString("advice", finding.Advice);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteLibraries(Utf8JsonWriter json, Diagnosis diagnosis)
    {
        json.WriteStartArray("libraries");
        foreach (var library in diagnosis.Libraries)
        {
            json.WriteStartObject();
            json.WriteString("name", library.Name);
            json.WriteString("version", library.Version);
            json.WriteString("assembly", library.Assembly);
            json.WriteString("instrumentation", library.Instrumentation);
            json.WriteString("how", library.How);
            json.WriteBoolean("covered", library.IsCovered);
            json.WriteString("switchedOffBy", library.SwitchedOffBy);
            json.WriteString("reason", library.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteSettings(Utf8JsonWriter json, Diagnosis diagnosis)
    {
        json.WriteStartArray("settings");
        foreach (var setting in diagnosis.Settings)
        {
            json.WriteStartObject();
            json.WriteString("name", setting.Name);
            json.WriteString("value", setting.Value);
            json.WriteBoolean("isSet", setting.IsSet);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Name(Mark mark) => mark switch
    {
        Mark.Ok => "ok",
        Mark.Note => "note",
        _ => "problem",
    };
}
