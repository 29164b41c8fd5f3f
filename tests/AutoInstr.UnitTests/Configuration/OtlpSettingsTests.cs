using AutoInstr.Agent.Configuration;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class OtlpSettingsTests : IDisposable
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("a=1", "a=1")]
    [InlineData("a=1,b=2", "a=1|b=2")]
    [InlineData(" a = 1 , b = 2 ,", "a=1|b=2")]
    [InlineData("Authorization=Basic%20dXNlcjpwYXNz%3D%3D", "Authorization=Basic dXNlcjpwYXNz==")]
    [InlineData("Authorization=Basic dXNlcjpwYXNz==", "Authorization=Basic dXNlcjpwYXNz==")]
    [InlineData("a=x%2Cy%3Dz", "a=x,y=z")]
    [InlineData("a=", "a=")]
    [InlineData("a=100%25", "a=100%")]
    [InlineData("a=gr%C3%BCn", "a=grün")]
    public void Headers_are_split_and_decoded(string value, string headers)
    {
        var otlp = new TestEnvironment((Prefix + "HEADERS", value)).ReadClean().Traces.Otlp;
        Assert.Equal(headers, string.Join('|', otlp.Headers.Select(header => header.Key + "=" + header.Value)));
    }

    [Theory]
    [InlineData("topsecret", "entry 1 is not of the form name=value; the other headers are used")]
    [InlineData("good=1,topsecret", "entry 2 is not of the form name=value; the other headers are used")]
    [InlineData("good=1,=topsecret", "entry 2 is not of the form name=value; the other headers are used")]
    [InlineData("good=1,na me=topsecret", "entry 2 is not of the form name=value; the other headers are used")]
    [InlineData("good=1,bad=topsecret%0d%0ax: y", "the value of bad holds control characters; the other headers are used")]
    public void A_wrong_header_is_reported_without_its_value(string value, string report)
    {
        var otlp = new TestEnvironment((Prefix + "HEADERS", value)).ReadWithReport($"{Prefix}HEADERS: {report}").Traces.Otlp;
        Assert.Equal(value.StartsWith("good", StringComparison.Ordinal) ? 1 : 0, otlp.Headers.Count);
    }

    [Theory]
    [InlineData("a=1,b=topsecret%")]
    [InlineData("a=1,b=%ztopsecret")]
    [InlineData("a=1,topsecret%ff=2")]
    public void Headers_that_cannot_be_decoded_are_void(string value)
    {
        var otlp = new TestEnvironment((Prefix + "HEADERS", value)).ReadWithReport(
            Prefix + "HEADERS: entry 2 is not percent-encoded (a percent sign itself is %25); no header of the list is used").Traces.Otlp;
        Assert.Empty(otlp.Headers);
    }

    [Fact]
    public void Headers_for_traces_take_the_place_of_the_general_ones()
    {
        var otlp = new TestEnvironment((Prefix + "HEADERS", "a=1"), (Prefix + "TRACES_HEADERS", "b=2")).ReadClean().Traces.Otlp;
        Assert.Equal(new KeyValuePair<string, string>("b", "2"), Assert.Single(otlp.Headers));
    }

    [Theory]
    [InlineData("", "", 10000)]
    [InlineData("2500", "", 2500)]
    [InlineData("2500", "100", 100)]
    [InlineData("0", "", int.MaxValue)]
    public void Timeout(string general, string traces, int milliseconds)
    {
        var otlp = new TestEnvironment((Prefix + "TIMEOUT", general), (Prefix + "TRACES_TIMEOUT", traces)).ReadClean().Traces.Otlp;
        Assert.Equal(milliseconds, otlp.Timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData("TIMEOUT", "10s", "'10s' is not a whole number of at least 0; 10000 is used")]
    [InlineData("TIMEOUT", "-1", "'-1' is not a whole number of at least 0; 10000 is used")]
    [InlineData("TRACES_TIMEOUT", "99999999999", "'99999999999' is not a whole number of at least 0; 10000 is used")]
    [InlineData("COMPRESSION", "zstd", "'zstd' is not one of gzip, none; none is used")]
    [InlineData("TRACES_COMPRESSION", "true", "'true' is not one of gzip, none; none is used")]
    [InlineData("INSECURE", "yes", "'yes' is neither true nor false; true is used")]
    [InlineData("INSECURE", "1", "'1' is neither true nor false; true is used")]
    [InlineData(
        "CERTIFICATE", "/no/such.pem", "'/no/such.pem' cannot be read (there is no such file); the system's list of authorities is used")]
    [InlineData("CERTIFICATE", "/", "'/' cannot be read (access is denied); the system's list of authorities is used")]
    [InlineData(
        "CLIENT_CERTIFICATE", "/no/such.pem", "'/no/such.pem' cannot be read (there is no such file); no client certificate is used")]
    [InlineData("CLIENT_KEY", "-----BEGIN PRIVATE KEY-----\nsecret",
        "the PEM text cannot be read (there is no such file); the client certificate's own file is used")]
    public void A_wrong_value_is_reported_and_replaced(string name, string value, string report)
    {
        var otlp = new TestEnvironment((Prefix + name, value)).ReadWithReport($"{Prefix}{name}: {report}").Traces.Otlp;
        // Nothing else has changed: records compare by value, but for their list of headers.
        Assert.Equal(new OtlpSettings() with { Headers = otlp.Headers }, otlp);
    }

    [Fact]
    public void A_wrong_value_for_traces_leaves_the_general_one()
    {
        var otlp = new TestEnvironment((Prefix + "TIMEOUT", "7000"), (Prefix + "TRACES_TIMEOUT", "x"))
            .ReadWithReport($"{Prefix}TRACES_TIMEOUT: 'x' is not a whole number of at least 0; 7000 is used").Traces.Otlp;
        Assert.Equal(7000, otlp.Timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData("gzip", "", true)]
    [InlineData("GZIP", "", true)]
    [InlineData("none", "", false)]
    [InlineData("gzip", "none", false)]
    [InlineData("", "gzip", true)]
    public void Compression(string general, string traces, bool gzip)
    {
        var environment = new TestEnvironment((Prefix + "COMPRESSION", general), (Prefix + "TRACES_COMPRESSION", traces));
        Assert.Equal(gzip, environment.ReadClean().Traces.Otlp.Gzip);
    }

    [Theory]
    [InlineData("")]
    [InlineData("TRACES_")]
    public void Files_of_certificates(string signal)
    {
        var otlp = new TestEnvironment(
            (Prefix + "ENDPOINT", "https://otel:4317"),
            (Prefix + signal + "CERTIFICATE", _file),
            (Prefix + signal + "CLIENT_CERTIFICATE", _file),
            (Prefix + signal + "CLIENT_KEY", _file)).ReadClean().Traces.Otlp;
        Assert.Equal((_file, _file, _file), (otlp.CertificateFile, otlp.ClientCertificateFile, otlp.ClientKeyFile));
    }

    [Fact]
    public void A_key_without_a_certificate_is_reported()
    {
        var otlp = new TestEnvironment((Prefix + "ENDPOINT", "https://otel:4317"), (Prefix + "CLIENT_KEY", _file))
            .ReadWithReport(
                $"{Prefix}CLIENT_KEY: is of no use without {Prefix}CLIENT_CERTIFICATE; no client certificate is used").Traces.Otlp;
        Assert.Null(otlp.ClientKeyFile);
    }

    [Fact]
    public void A_certificate_without_https_is_reported() =>
        new TestEnvironment((Prefix + "ENDPOINT", "otel:4317"), (Prefix + "CERTIFICATE", _file))
            .ReadWithReport($"{Prefix}CERTIFICATE: is of no use without https; http://otel:4317/ is not encrypted");

    [Theory]
    [InlineData("in_memory", "", OtlpRetry.InMemory)]
    [InlineData("IN_MEMORY", "/somewhere", OtlpRetry.InMemory)]
    [InlineData("disk", "/somewhere", OtlpRetry.Disk)]
    [InlineData("none", "/somewhere", OtlpRetry.None)]
    [InlineData("", "/somewhere", OtlpRetry.InMemory)]
    internal void Retry(string value, string directory, OtlpRetry retry)
    {
        var environment = new TestEnvironment(
            ("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", value), ("OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH", directory));
        var otlp = environment.ReadClean().Traces.Otlp;
        Assert.Equal((retry, directory.Length > 0 ? directory : null), (otlp.Retry, otlp.RetryDirectory));
    }

    [Theory]
    [InlineData("disk", "'disk' needs OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH; in_memory is used")]
    [InlineData("always", "'always' is not one of in_memory, disk, none; in_memory is used")]
    public void A_wrong_retry_is_reported(string value, string report)
    {
        const string name = "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY";
        Assert.Equal(OtlpRetry.InMemory, new TestEnvironment((name, value)).ReadWithReport($"{name}: {report}").Traces.Otlp.Retry);
    }
}
