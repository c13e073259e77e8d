namespace Incidents.Benchmarks.Ingest;

/// <summary>A message of each dialect, as long as devices send them.</summary>
internal static class DialectMessages
{
    /// <summary>Name, dialect and text.</summary>
    public static readonly IReadOnlyList<(string Name, string Dialect, string Text)> All =
    [
        ("frigate", "frigate", $$"""{"type":"update","before":{{FrigateObject("0.75")}},"after":{{FrigateObject("0.78")}}}"""),
        ("frigate review", "frigate",
            """
            {"type":"update","before":{"id":"1782993600.5-r","camera":"c","start_time":1782993600.5,"end_time":null,"severity":"detection",
             "data":{"detections":["1782993600.5-a"],"objects":["person"],"sub_labels":[],"zones":[],"audio":[]}},
             "after":{"id":"1782993600.5-r","camera":"c","start_time":1782993600.5,"end_time":null,"severity":"alert",
             "data":{"detections":["1782993600.5-a","1782993603.5-b"],"objects":["person","car"],"sub_labels":[],"zones":["a"],"audio":[]}}}
            """),
        ("onvif xml", "onvif",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema">
            <tt:Event><wsnt:NotificationMessage xmlns:tns1="http://www.onvif.org/ver10/topics"
            xmlns:tnsaxis="http://www.axis.com/2009/event/topics" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"
            xmlns:wsa5="http://www.w3.org/2005/08/addressing"><wsnt:Topic
            Dialect="http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple">tns1:Device/tnsaxis:Sensor/PIR</wsnt:Topic>
            <wsnt:ProducerReference><wsa5:Address>uri://94fbe18e/ProducerReference</wsa5:Address></wsnt:ProducerReference><wsnt:Message>
            <tt:Message UtcTime="2026-07-02T23:48:28.425164Z" PropertyOperation="Changed"><tt:Source>
            <tt:SimpleItem Name="sensor" Value="0"/></tt:Source><tt:Key></tt:Key>
            <tt:Data><tt:SimpleItem Name="state" Value="1"/></tt:Data></tt:Message></wsnt:Message>
            </wsnt:NotificationMessage></tt:Event></tt:MetadataStream>
            """),
        ("onvif json", "onvif",
            """
            {"topic":"axis:CameraApplicationPlatform/VMD/Camera1Profile1","timestamp":1782993600250,"serial":"ACCC8E000000",
             "message":{"source":{},"key":{},"data":{"active":"1"}}}
            """),
        ("hikvision", "hikvision",
            """
            <EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><ipAddress>10.0.0.7</ipAddress>
            <portNo>80</portNo><channelID>1</channelID><dateTime>2026-07-02T17:00:00+05:00</dateTime><eventType>ANPR</eventType>
            <eventState>active</eventState><eventDescription>ANPR</eventDescription><channelName>Camera 01</channelName><ANPR>
            <country>7</country><licensePlate>123ABC09</licensePlate><line>1</line><direction>reverse</direction>
            <confidenceLevel>92</confidenceLevel><plateType>unknown</plateType><plateColor>unknown</plateColor>
            <vehicleType>SUVMPV</vehicleType><vehicleInfo><index>3301</index><color>black</color></vehicleInfo></ANPR>
            <UUID>2026070217000000FlERIduqg06eKsYuvLX072</UUID></EventNotificationAlert>
            """),
        ("dahua", "dahua",
            """
            {"id":1,"method":"client.notifyEventStream","params":{"SID":513,"eventList":[{"Action":"Pulse","Code":"TrafficJunction","Data":{
             "EventID":516,"GroupID":175706653,"Lane":2,"LocaleTime":"2026-07-02 17:00:05","RealUTC":1782993605,
             "UTC":1783011605,"UTCMS":305,
             "Object":{"Confidence":160,"ObjectType":"Plate","Text":"123ABC09"},"Vehicle":{"Category":"SaloonCar","Confidence":160},
             "TrafficCar":{"PlateNumber":"123ABC09","MachineName":"8M049B2PAJF3085","Lane":2,"Speed":54}}}]}}
            """),
        ("axis", "axis",
            """
            {"packetCounter":"11890300","capture_timestamp":"1782993600252","datetime":"20260702 170000252","plateText":"123ABC09",
             "plateUnicode":"123ABC09","plateUTF8":"123ABC09","plateASCII":"123ABC09","plateCountry":"KAZ","plateConfidence":"0.719034",
             "carState":"lost","carMoveDirection":"in","carID":"1144696","camera_info":{"SerialNumber":"ACCC8ED3290D"}}
            """),
        ("openalpr", "openalpr",
            """
            {"data_type":"alpr_group","version":2,"epoch_start":1782993600504,"epoch_end":1782993603479,"camera_id":1234,
             "best_uuid":"YYYY-1234-1782993602676","best_plate_number":"123ABC09","best_confidence":93.877067565918,
             "best_plate":{"plate":"123ABC09","confidence":93.877067565918},"candidates":[{"plate":"123ABC09","confidence":93.8}],
             "vehicle":{"color":[{"name":"black","confidence":27.3}],"make":[{"name":"ford","confidence":18.9}]}}
            """),
        ("sos", "sos", """{"event":"call","callId":"17","at":"2026-07-02T17:00:00+05:00"}"""),
        ("reports", "reports",
            """{"id":"1","kind":"alert","category":"fight","occurredAt":"2026-07-02T17:00:00+05:00","confidence":0.5}"""),
    ];

    private static string FrigateObject(string score) =>
        $$"""
          {"id":"1782993600.475377-mxklsc","camera":"front_door","frame_time":1782993606.837752,"snapshot":{"frame_time":1782993605.975463,
           "box":[415,489,528,700],"area":12728,"region":[260,446,660,846],"score":0.77546,"attributes":[]},"label":"person",
           "sub_label":null,"top_score":{{score}},"false_positive":false,"start_time":1782993600.475377,"end_time":null,"score":0.7890625,
           "box":[424,500,536,712],"area":23744,"ratio":2.113207,"region":[264,450,667,853],"current_zones":["driveway"],
           "entered_zones":["yard","driveway"],"thumbnail":null,"has_snapshot":false,"has_clip":false,"active":true,"stationary":false,
           "motionless_count":0,"position_changes":2,"attributes":{"face":0.64},"current_attributes":[],"current_estimated_speed":0.71,
           "average_estimated_speed":14.3,"velocity_angle":180,"recognized_license_plate":null}
          """;
}
