using AutoInstr.Agent.Sources.Actors;
using AutoInstr.Agent.Sources.AI;
using AutoInstr.Agent.Sources.Caches;
using AutoInstr.Agent.Sources.Cloud;
using AutoInstr.Agent.Sources.Databases;
using AutoInstr.Agent.Sources.Features;
using AutoInstr.Agent.Sources.Http;
using AutoInstr.Agent.Sources.Jobs;
using AutoInstr.Agent.Sources.Mail;
using AutoInstr.Agent.Sources.Mediators;
using AutoInstr.Agent.Sources.Messaging;
using AutoInstr.Agent.Sources.Remote;
using AutoInstr.Agent.Sources.Rpc;
using AutoInstr.Agent.Sources.Web;

namespace AutoInstr.Agent.Sources;

/// <summary>Every library that is covered. The README's table is generated from it.</summary>
internal static class Catalogue
{
    /// <summary>Makes the rows; each costs an allocation and no more.</summary>
    public static IReadOnlyList<Instrumentation> Create() =>
    [
        // Web
        new AspNetCoreInstrumentation(),
        new SignalRInstrumentation(),
        new GraphQLInstrumentation(),
        new HotChocolateInstrumentation(),
        new YarpInstrumentation(),
        new HttpListenerInstrumentation(),

        // HTTP and RPC clients
        new HttpClientInstrumentation(),
        new GrpcClientInstrumentation(),

        // Cloud
        new AwsInstrumentation(),
        new AzureInstrumentation(),

        // Jobs, actors, mediators
        new HangfireInstrumentation(),
        new QuartzInstrumentation(),
        new OrleansInstrumentation(),
        new ProtoActorInstrumentation(),
        new CoravelInstrumentation(),
        new AkkaInstrumentation(),
        new MediatRInstrumentation(),

        // Models and agents
        new ExtensionsAIInstrumentation(),
        new ModelContextProtocolInstrumentation(),
        new OpenAIInstrumentation(),
        new SemanticKernelInstrumentation(),

        // Mail, remote commands, features
        new FeatureManagementInstrumentation(),
        new MailKitInstrumentation(),
        new SmtpClientInstrumentation(),
        new SshNetInstrumentation(),

        // Databases
        new NpgsqlInstrumentation(),
        new MySqlConnectorInstrumentation(),
        new MySqlDataInstrumentation(),
        new SqlClientInstrumentation("Microsoft.Data.SqlClient", "5 - 7"),
        new SqlClientInstrumentation("System.Data.SqlClient", "4"),
        new EntityFrameworkCoreInstrumentation(),
        new AdoNetInstrumentation("SQLITE", "Microsoft.Data.Sqlite 8 - 11", "AutoInstr.Sqlite"),
        new AdoNetInstrumentation("SYSTEMDATASQLITE", "System.Data.SQLite 2", "AutoInstr.SystemDataSqlite"),
        new AdoNetInstrumentation("DUCKDB", "DuckDB.NET.Data 1", "AutoInstr.DuckDB"),
        new AdoNetInstrumentation("FIREBIRD", "FirebirdSql.Data.FirebirdClient 10", "AutoInstr.Firebird"),
        new AdoNetInstrumentation("ADONET", "Any other ADO.NET provider without spans of its own", "AutoInstr.AdoNet"),
        new LiteDbInstrumentation(),
        new MongoDbInstrumentation(),
        new ClickHouseInstrumentation(),
        new OracleInstrumentation(),
        new ElasticInstrumentation(),
        new MartenInstrumentation(),

        // Caches
        new FusionCacheInstrumentation(),
        new StackExchangeRedisInstrumentation(),
        new FreeRedisInstrumentation(),
        new CSRedisInstrumentation(),

        // Messaging
        new RabbitMqInstrumentation(),
        new RabbitMq6Instrumentation(),
        new KafkaInstrumentation(),
        new MassTransitInstrumentation(),
        new NatsInstrumentation(),
        new WolverineInstrumentation(),
        new CapInstrumentation(),
        new MqttNetInstrumentation(),
        new RebusInstrumentation(),
        new AmqpNetLiteInstrumentation(),

        // The application itself
        new TracedMethodsInstrumentation(),
    ];
}
