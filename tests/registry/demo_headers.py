"""The columns of the files of the registry, as other systems read them."""

HEADERS = {
    "demo/municipalities.csv": (
        "code,name,short_name,genitive_name,oktmo,okato,region_name,time_zone,population,"
        "population_date,case_number_pattern,is_demo,takeover_percent,repeat_days,"
        "copy_days,problem_days,problem_cases,rating_days,rating_change_days,returns_by_rating,"
        "ratings_needed,callback_percent,callback_attempts,information_days,information_unit,"
        "information_last_day,quiet_from,quiet_until,author_may_approve,quality_percent"
    ),
    "demo/working_hours.csv": (
        "municipality,weekday,start,end,break_start,break_end,valid_from,valid_until"
    ),
    "demo/territories.csv": (
        "municipality,code,parent,kind,type_label,name,khakass_name,oktmo,lat,lon,population,"
        "population_year,valid_from,valid_until,successor"
    ),
    "demo/blocks.csv": "municipality,code,name,valid_from,valid_until",
    "demo/organisations.csv": (
        "municipality,code,parent,block,name,short_name,kind,jurisdiction_level,territory,"
        "is_recipient,aliases,email,phone,valid_from,valid_until"
    ),
    "demo/people.csv": (
        "login,last_name,first_name,patronymic,position,organisation,email,phone,is_active,is_demo"
    ),
    "demo/roles.csv": "login,role,municipality,block,organisation,valid_from,valid_until",
    "demo/number_patterns.csv": (
        "municipality,code,name,kind,channels,pattern,index,position,valid_from,valid_until"
    ),
    "demo/substitutions.csv": "absent,substitute,from_date,until_date,reason",
    "demo/topic_blocks.csv": "municipality,classifier,edition,topic,block,jurisdiction_level",
    "demo/routing_rules.csv": (
        "municipality,code,name,priority,channels,kinds,topics,territories,words,recipient,block,"
        "regulation,fast_track,importance,executor,template,receipt,told,is_on,valid_from,"
        "valid_until"
    ),
    "demo/agreement_routes.csv": (
        "municipality,code,name,priority,regulations,channels,kinds,answer_kinds,steps,"
        "valid_from,valid_until"
    ),
    "demo/reply_templates.csv": (
        "municipality,code,name,kinds,channels,topics,answer_kind,text,valid_from,valid_until"
    ),
    "base/quality_items.csv": (
        "municipality,code,name,kinds,channels,topics,answer_kind,resolutions,check,weight,"
        "blocks,hint,valid_from,valid_until"
    ),
    "base/regulations.csv": (
        "code,version,name,law,kind,channels,fast_track,importance,valid_from,valid_until,"
        "priority,extension_days,extension_times,reopen_at_rating"
    ),
    "base/escalation_steps.csv": (
        "municipality,code,regulation,clock,side,amount,unit,role,valid_from,valid_until"
    ),
    "demo/login_policies.csv": (
        "municipality,role,second_factor,idle_minutes,longest_session_hours,valid_from,valid_until"
    ),
    "base/login_policies.csv": (
        "municipality,role,second_factor,idle_minutes,longest_session_hours,valid_from,valid_until"
    ),
    "base/regulation_terms.csv": (
        "regulation,version,clock,amount,unit,last_day_rule,starts_at,stops_at"
    ),
}
